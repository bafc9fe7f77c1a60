import type {stringify} from 'yaml';

let loaded: typeof stringify | undefined;

/** Loaded when YAML is first asked for: starting up doesn't pay for it. */
export async function loadYaml(): Promise<void> {
	loaded ??= (await import('yaml')).stringify;
}

/** A plain tree as YAML. `loadYaml` must have been awaited once. */
export const toYaml = (tree: unknown) => loaded?.(tree, {lineWidth: 0}) ?? '';
