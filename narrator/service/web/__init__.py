"""The web app: pages made from templates, small modules for the browser, texts by language."""
