"use strict";
(() => {
  const settings = JSON.parse(document.getElementById("live-settings").textContent);
  const { template, words } = settings;
  const styled = (figure) => ({ ...figure, layout: { ...figure.layout, template } });

  // Which of a panel's figures is drawn is chosen here: the server does not know who looks at what.
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.live = {
    choose: (charts, status) => {
      const chart = charts && charts[status];
      const none = window.dash_clientside.no_update;
      return chart ? [styled(chart.figure), chart.style] : [none, none];
    },
  };

  let lastAt = null;
  let isLive = null;
  const mark = (live) => {
    if (live === isLive) return;
    isLive = live;
    window.dash_clientside.set_props("mark", {
      children: (live ? "●\u00a0" : "!\u00a0") + (live ? words.live : words.stale),
      className: live ? "badge good" : "badge bad",
    });
  };

  // Drawing may take longer than the next numbers take to come: only what has changed is drawn, and only the newest
  // numbers once the browser has come to rest.
  const shown = {};
  let newest = null;
  const show = () => {
    const parts = JSON.parse(newest);
    newest = null;
    for (const [id, props] of Object.entries(parts)) {
      const text = JSON.stringify(props);
      if (shown[id] === text) continue;
      shown[id] = text;
      window.dash_clientside.set_props(id, props.figure ? { ...props, figure: styled(props.figure) } : props);
    }
    mark(true);
  };
  const receive = (event) => {
    lastAt = performance.now();
    const isPlanned = newest !== null;
    newest = event.data;
    if (!isPlanned) requestAnimationFrame(() => setTimeout(show));
  };

  // Properties can be set once the layout is there; the renderer does not tell when, so its first part is waited for.
  const begin = () => {
    lastAt = performance.now();
    const stream = new EventSource("stream");
    stream.onmessage = receive;
    // A browser connects anew by itself after a cut, but not after a refusal.
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED) setTimeout(begin, 5000);
    };
  };
  new MutationObserver((_changes, observer) => {
    if (!document.getElementById("counted")) return;
    observer.disconnect();
    begin();
    setInterval(() => {
      if (performance.now() - lastAt > 1000 * settings.staleSeconds) mark(false);
    }, 500);
  }).observe(document.body, { childList: true, subtree: true });
})();
