// What this browser remembers, or this tab alone. Where storage is blocked, it lasts as long as the page.
const here = new Map();

function kept(area) {
  const read = (key) => {
    try {
      return window[area].getItem(key) ?? here.get(key) ?? null;
    } catch {
      return here.get(key) ?? null;
    }
  };
  const write = (key, value) => {
    here.set(key, value);
    try {
      window[area].setItem(key, value);
    } catch {
      // as above
    }
  };
  return { read, write };
}

export const browser = kept("localStorage");
export const tab = kept("sessionStorage");
