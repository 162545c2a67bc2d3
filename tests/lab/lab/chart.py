"""The latency chart of the page in a browser: where it marks events."""

from datetime import datetime

GUTTER = 84  # pixels left of the plot: web/report/picture.js

_RED_MARKS = """
    const canvas = document.querySelector('.lanes canvas');
    if (!canvas) return [[], 0];
    const scale = canvas.width / canvas.clientWidth, height = Math.round(18 * scale);
    const copy = Object.assign(document.createElement('canvas'), {width: canvas.width, height}).getContext('2d');
    copy.drawImage(canvas, 0, height - canvas.height);
    const {data} = copy.getImageData(0, 0, canvas.width, height);
    const red = new Set();
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] > 180 && data[i + 1] < 60 && data[i + 2] < 60) red.add(Math.floor(i / 4 % canvas.width / scale));
    }
    return [[...red], canvas.clientWidth];"""


def red_marks(browser):
    """The columns with red pixels in the last lane, that of the events, and the width of the chart; ([], 0) before
    it is drawn. The lane ends with the canvas: 14 pixels, and a space of 7."""
    return browser.script(_RED_MARKS)


def time_of(text):
    """Of the API."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
