import type {ConfigContent} from '../../swarm/config.ts';
import {readOnlySentence} from '../read-only.ts';

/** How a file is deployed, besides which it is: the flags of `docker stack deploy`. */
export type DeployFlags = {
	readonly prune: boolean;
	readonly registryAuth: boolean;
	readonly resolveImage: 'always' | 'changed' | 'never';
};

export type DeployRequest = DeployFlags & {
	/** An absolute path. */
	readonly file: string;
	readonly stack: string;
};

/** Where a stack came from, on this machine. */
export type StackOrigin = DeployRequest & {
	/** The engine's address that it was deployed through. */
	readonly address: string;
	/** When, in ISO 8601. */
	readonly at: string;
};

type Trouble = {readonly problem: string};

export type CliFacts = {readonly version: string; readonly hasConfig: boolean; readonly hasDetach: boolean};

/** What deploying stacks needs of this machine: the `docker` command line, compose files, and where stacks came from. */
export type StackTools = {
	readonly cli: {
		readonly facts: (signal?: AbortSignal) => Promise<CliFacts | Trouble>;
		/** It holds the values of variables: nothing of it is written anywhere. */
		readonly config: (
			file: string,
			signal?: AbortSignal,
		) => Promise<{readonly printed: string; readonly warnings: readonly string[]} | Trouble>;
		readonly deploy: (
			request: DeployRequest,
			signal?: AbortSignal,
		) => Promise<{readonly did: readonly string[]; readonly warnings: readonly string[]; readonly problem?: string}>;
		readonly isSet: (name: string) => boolean;
	};
	readonly files: {
		readonly pathOf: (typed: string) => string;
		readonly text: (path: string) => Promise<{readonly text: string} | Trouble>;
		readonly content: (path: string) => Promise<{readonly content: ConfigContent} | Trouble>;
		readonly secretProblem: (path: string) => Promise<string | undefined>;
	};
	readonly origins: {
		/** The last deploy of a stack through this engine, where it is known. */
		readonly of: (stack: string) => Promise<StackOrigin | undefined>;
		readonly keep: (request: DeployRequest) => Promise<void>;
	};
};

export const noTools = 'skep can deploy no stacks here: it was started without a docker command line.';

/** The same without its one write. */
export const readOnlyTools = (tools: StackTools): StackTools => ({
	...tools,
	cli: {...tools.cli, deploy: async () => ({did: [], warnings: [], problem: readOnlySentence})},
	origins: {...tools.origins, keep: async () => {}},
});
