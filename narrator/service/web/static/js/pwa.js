// What makes the pages an app that can be installed.
navigator.serviceWorker?.register("/sw.js").catch(() => {});
