// What is asked of the server. Errors are sentences.

export class Refused extends Error {}

async function answer(response) {
  const text = await response.text();
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Refused(text.slice(0, 300) || `the server says ${response.status}`);
  }
  if (!response.ok) throw new Refused(found.error || "the server could not answer");
  return found;
}

function query(parameters) {
  const out = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== "" && each !== null && each !== undefined && each !== false) out.append(key, String(each));
    }
  }
  return out.toString();
}

export async function get(path, parameters = {}, signal = undefined) {
  const asked = query(parameters);
  let response;
  try {
    response = await fetch(asked ? `${path}?${asked}` : path, { signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused("prelabel view has ended; start it again");
  }
  return answer(response);
}

export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answer(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

export async function text(path, parameters) {
  const response = await fetch(`${path}?${query(parameters)}`);
  const found = await response.text();
  if (!response.ok) throw new Refused(found);
  return found;
}
