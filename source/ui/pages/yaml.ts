import type {toYaml} from './yaml-writer.ts';

let write: typeof toYaml | undefined;

/** Loads what writes YAML: starting up doesn't pay for it. */
export async function loadYaml(): Promise<void> {
	write ??= (await import('./yaml-writer.ts')).toYaml;
}

/** The lines of a plain tree as YAML; none until `loadYaml` has been awaited once. */
export const yamlLines = (tree: unknown): readonly string[] => write?.(tree).split('\n') ?? [];
