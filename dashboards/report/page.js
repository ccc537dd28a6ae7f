"use strict";
(() => {
  const { template, config, figures } = JSON.parse(document.getElementById("charts").textContent);
  const drawings = Object.entries(figures).map(([id, figure]) => {
    const place = document.getElementById(id);
    Plotly.newPlot(place, figure.data, { ...figure.layout, template }, config);
    return place;
  });

  // Paper is smaller than a screen: charts are drawn anew for it, since a picture that is merely shrunk
  // has type too small to read.
  const PAPER_WIDTH_PX = { whole: 680, besideTable: 360 };
  const PAPER_HEIGHT_SHARE = 0.8;
  const PAPER_HEIGHT_MIN_PX = 150; // a chart of two rows has no height to give away
  const height = (place) => figures[place.id].layout.height;
  const draw = (layoutOf) => drawings.forEach((place) => Plotly.relayout(place, layoutOf(place)));
  const onPaper = (place) => ({
    autosize: false,
    height: Math.max(PAPER_HEIGHT_SHARE * height(place), Math.min(height(place), PAPER_HEIGHT_MIN_PX)),
    width: place.closest(".beside") ? PAPER_WIDTH_PX.besideTable : PAPER_WIDTH_PX.whole,
  });
  addEventListener("beforeprint", () => draw(onPaper));
  addEventListener("afterprint", () => draw((place) => ({ autosize: true, height: height(place), width: null })));
})();
