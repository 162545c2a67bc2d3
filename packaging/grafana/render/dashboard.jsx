// Draws one of window.DASHBOARDS in its grid, with data of window.PROMETHEUS. The address chooses:
// ?dashboard=NAME&theme=dark|light&from=MS&to=MS&var-NAME=VALUE. When all is drawn, window.DRAWN has the height, the
// chosen variables, and the panels without data.

import {FieldConfigOptionsRegistry, FieldType, ThemeContext, applyFieldOverrides, cacheFieldDisplayNames, createTheme,
        standardTransformers, standardTransformersRegistry, transformDataFrame} from '@grafana/data';
import {initPluginTranslations} from '@grafana/i18n';
import {GlobalStyles, PanelChrome} from '@grafana/ui';
import {createRoot} from 'react-dom/client';
import {lastValueFrom} from 'rxjs';

import {interpolate, named} from './interpolate.js';
import {Panel} from './panels.jsx';
import {framesOf, timeRange} from './prometheus.js';
import {chooseVariables} from './variables.js';

const COLUMNS = 24, ROW = 30, GAP = 8, PADDING = 8; // Grafana's grid

const address = new URLSearchParams(window.location.search);
const theme = createTheme({colors: {mode: address.get('theme') ?? 'dark'}});
const range = {from: Number(address.get('from')), to: Number(address.get('to'))};

function prepare() {
  const {mergeTransformer, filterFieldsByNameTransformer, organizeFieldsTransformer, convertFieldTypeTransformer} =
    standardTransformers;
  standardTransformersRegistry.setInit(() => [mergeTransformer, filterFieldsByNameTransformer,
    organizeFieldsTransformer, convertFieldTypeTransformer].map((info) => (
    {id: info.id, name: info.name, transformation: () => Promise.resolve(info), editor: () => null})));
}

/** All properties that a panel sets, as its plug-in would declare them. */
function registryOf({fieldConfig: {defaults, overrides}}) {
  const ids = new Set([...Object.keys(defaults).filter((key) => key !== 'custom'), 'links',
    ...Object.keys(defaults.custom ?? {}).map((key) => `custom.${key}`),
    ...overrides.flatMap((override) => override.properties.map((property) => property.id))]);
  const numbers = new Set(['min', 'max', 'decimals']);
  return new FieldConfigOptionsRegistry(() => [...ids].map((id) => ({
    id, name: id, path: id.replace(/^custom\./, ''), isCustom: id.startsWith('custom.'), settings: {},
    process: (value) => value, editor: () => null, override: () => null,
    shouldApply: (field) => !numbers.has(id) || field.type === FieldType.number})));
}

/** The panel as Grafana loads it: the lowest threshold is null in JSON. */
function loaded(panel) {
  const copy = structuredClone(panel);
  const configs = [copy.fieldConfig.defaults.thresholds, ...copy.fieldConfig.overrides.flatMap(({properties}) =>
    properties.filter(({id}) => id === 'thresholds').map(({value}) => value))];
  for (const step of configs.flatMap((thresholds) => thresholds?.steps ?? [])) step.value ??= -Infinity;
  return copy;
}

async function dataOf(panel, chosen, width) {
  const raw = await framesOf(panel, chosen, range, width);
  const transformed = panel.transformations.length === 0 ? raw : await lastValueFrom(transformDataFrame(
    panel.transformations, raw, {interpolate: (text) => interpolate(text, chosen)}));
  const frames = applyFieldOverrides({data: transformed, fieldConfig: panel.fieldConfig, theme, timeZone: 'utc',
    fieldConfigRegistry: registryOf(panel), replaceVariables: (text) => interpolate(text, chosen)});
  cacheFieldDisplayNames(frames);
  return frames;
}

const LAST_FRAME = 3000; // ms until the charts and fonts are drawn

/** Panels with `repeat`, once for each value, side by side. */
function repeated(panels, chosen) {
  return panels.flatMap((panel) => {
    const values = chosen[panel.repeat];
    if (!values) return [{panel, chosen}];
    const perRow = Math.min(values.length, panel.maxPerRow), w = COLUMNS / perRow;
    return values.map((value, index) => ({
      panel: {...panel, gridPos: {...panel.gridPos, w, x: index % perRow * w}, line: Math.floor(index / perRow)},
      chosen: {...chosen, [panel.repeat]: [value]}}));
  });
}

function Placed({panel, frames, chosen, unit}) {
  const {x, y, w, h} = panel.gridPos;
  const place = {position: 'absolute', left: x * unit, top: (y + (panel.line ?? 0) * h) * (ROW + GAP)};
  if (panel.type === 'row') return <h3 style={{...place, fontSize: 16, lineHeight: `${ROW}px`}}>{panel.title}</h3>;
  const width = w * unit - GAP, height = h * (ROW + GAP) - GAP;
  return <div style={{...place, width, height}} className="placed">
    <PanelChrome title={named(panel.title, chosen)} description={panel.description} width={width} height={height}
      padding={panel.type === 'table' ? 'none' : undefined}>
      {(innerWidth, innerHeight) => <Panel panel={panel} frames={frames} theme={theme} width={innerWidth}
        height={innerHeight} range={timeRange(range)} />}
    </PanelChrome></div>;
}

async function main() {
  prepare();
  await initPluginTranslations('peeringd');
  const dashboard = window.DASHBOARDS[address.get('dashboard')];
  const chosen = await chooseVariables(dashboard, range, address);
  const unit = (window.innerWidth - 2 * PADDING + GAP) / COLUMNS;
  const findings = [];
  const placed = await Promise.all(repeated(dashboard.panels, chosen).map(async (one) => {
    if (one.panel.type === 'row') return {...one, frames: []};
    const panel = loaded(one.panel);
    const frames = await dataOf(panel, one.chosen, panel.gridPos.w * unit);
    if (frames.every((frame) => frame.length === 0)) findings.push(`${panel.title}: no data`);
    return {...one, panel, frames};
  }));
  const end = Math.max(...placed.map(({panel: {gridPos, line}}) => gridPos.y + (1 + (line ?? 0)) * gridPos.h));
  createRoot(document.getElementById('root')).render(
    <ThemeContext.Provider value={theme}><GlobalStyles />
      <div style={{position: 'relative', margin: PADDING, height: end * (ROW + GAP)}}>
        {placed.map((one, index) => <Placed key={index} unit={unit} {...one} />)}
      </div></ThemeContext.Provider>);
  setTimeout(() => { window.DRAWN = {findings, chosen, height: end * (ROW + GAP) + 2 * PADDING}; }, LAST_FRAME);
}

main().catch((error) => { window.DRAWN = {error: `${error.stack}`}; });
