type Create = (this: Document, name: string, options?: ElementCreationOptions) => HTMLElement;

/**
 * The editor puts the styles of its themes into `<style>` elements of its own making. The page's policy takes only
 * those that carry the page's nonce, so they are given it as they are made.
 */
export function stylesCarryNonce(): void {
  const link = document.querySelector('link[rel=stylesheet]');
  const nonce = link instanceof HTMLLinkElement ? link.nonce : '';
  if (nonce === '') return;
  const create: Create = Reflect.get(Document.prototype, 'createElement');
  const carrying: Create = (name, options) => {
    const element = create.call(document, name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
  Reflect.set(document, 'createElement', carrying);
}
