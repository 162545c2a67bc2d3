// The panels, drawn by Grafana's components where @grafana/ui has them.

import {VizOrientation, formattedValueToString, getDisplayValueAlignmentFactors, getFieldDisplayName,
        getFieldDisplayValues} from '@grafana/data';
import {BigValue, TimeSeries, VizRepeater} from '@grafana/ui';
import {TableNG} from '@grafana/ui/unstable';

const KINDS = {stat: Stat, timeseries: Series, table: Table, 'state-timeline': Timeline, geomap: MapData};

/** What a panel shows, in `width` times `height` pixels. `frames` have their field configuration. */
export function Panel(properties) {
  const Kind = KINDS[properties.panel.type];
  if (properties.frames.every((frame) => frame.length === 0) && properties.panel.type !== 'stat') {
    return <Centred>{properties.panel.fieldConfig.defaults.noValue ?? 'No data'}</Centred>;
  }
  return <Kind {...properties} />;
}

function Centred({children}) {
  return <div style={{height: '100%', display: 'grid', placeItems: 'center'}}>{children}</div>;
}

function Stat({panel, frames, theme, width, height, range}) {
  const {options, fieldConfig} = panel;
  const getValues = () => getFieldDisplayValues({
    data: frames, fieldConfig, reduceOptions: options.reduceOptions, theme, timeZone: 'utc',
    replaceVariables: (text) => text, sparkline: options.graphMode !== 'none'});
  const one = ({value, width, height, alignmentFactors, count}) => {
    if (value.sparkline) value.sparkline.timeRange = range;
    return <BigValue value={value.display} sparkline={value.sparkline} width={width} height={height} theme={theme}
      alignmentFactors={alignmentFactors} count={count} colorMode={options.colorMode} graphMode={options.graphMode}
      justifyMode={options.justifyMode} textMode={options.textMode} disableWideLayout={!options.wideLayout} />;
  };
  return <VizRepeater getValues={getValues} source={frames} renderValue={one} width={width} height={height}
    getAlignmentFactors={getDisplayValueAlignmentFactors} itemSpacing={3} autoGrid renderCounter={0}
    orientation={options.orientation === 'auto' ? VizOrientation.Auto : options.orientation} />;
}

function Series({panel, frames, width, height, range}) {
  return <TimeSeries frames={frames} width={width} height={height} timeRange={range} timeZone="utc"
    legend={panel.options.legend} options={panel.options} structureRev={1} />;
}

function Table({panel, frames, width, height, range}) {
  return <TableNG data={frames[panel.options.frameIndex ?? 0]} width={width} height={height} timeRange={range}
    fieldConfig={panel.fieldConfig} sortBy={panel.options.sortBy} cellHeight={panel.options.cellHeight}
    noHeader={false} enableVirtualization={false} structureRev={1} />;
}

/** Not the map, which is in no package: what it would show. */
function MapData({height, ...properties}) {
  return <><p style={{height: 24, margin: 0}}>(The map is not drawn. Its data:)</p>
    <Table height={height - 24} {...properties} /></>;
}

/** Not Grafana's drawing, which is in no package: only its names, texts and colours of values. */
function Timeline({frames, theme, width, height, range}) {
  const name = {width: '28%', textAlign: 'right', paddingRight: 8, overflow: 'hidden', textOverflow: 'ellipsis',
                whiteSpace: 'nowrap'};
  return <div style={{width, height, display: 'flex', flexDirection: 'column', fontSize: 12}}>
    {frames.map((frame, row) =>
      <div key={row} style={{flex: 1, display: 'flex', alignItems: 'center', minHeight: 0}}>
        <div style={name}>{getFieldDisplayName(frame.fields[1], frame, frames)}</div>
        <div style={{position: 'relative', flex: 1, height: '80%'}}>
          {runs(...frame.fields).map((run) => <Bar key={run.from} range={range} theme={theme} {...run} />)}
        </div>
      </div>)}
  </div>;
}

function Bar({from, to, shown, range, theme}) {
  const share = (time) => Math.min(1, Math.max(0, (time - range.from) / (range.to - range.from)));
  return <div style={{position: 'absolute', left: `${share(from) * 100}%`, width: `${(share(to) - share(from)) * 100}%`,
                      height: '100%', overflow: 'hidden', paddingLeft: 4, display: 'flex', alignItems: 'center',
                      opacity: 0.8, background: shown.color, color: theme.colors.getContrastText(shown.color)}}>
    {formattedValueToString(shown)}</div>;
}

/** Stretches of equal values without a gap. */
function runs(time, value) {
  const found = [];
  const {interval} = time.config;
  time.values.forEach((at, index) => {
    const last = found.at(-1);
    if (last && last.value === value.values[index] && at - last.to <= interval / 2) last.to = at + interval;
    else found.push({from: at, to: at + interval, value: value.values[index],
                     shown: value.display(value.values[index])});
  });
  return found;
}
