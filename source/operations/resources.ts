import type {Engine, RegistryAuth} from '../engine/engine.ts';
import type {Service} from '../swarm/service.ts';
import type {TagList} from '../swarm/tags.ts';
import type {Json} from '../swarm/values.ts';
import type {StackTools} from './stack/stack-tools.ts';
import type {HostAddress} from './target.ts';

/** Outside help that an operation may want before its plan is drawn. */
export type Resources = {
	readonly engine: Engine;
	/** The login for an image's registry out of Docker's config.json and its helpers, if there is one. */
	readonly credentials: (image: string) => Promise<RegistryAuth | undefined>;
	/** Registries, asked from this machine. They are asked only when someone wants to know. */
	readonly registry?: RegistryAnswers;
	/** Of the machine whose engine it is, where that is this one. */
	readonly addresses?: readonly HostAddress[];
	/** Keeps a spec that is about to be lost in a file, and says where. */
	readonly keepSpec: (name: string, spec: Json) => Promise<string>;
	/**
	Keeps what a write of a service replaces, and the spec that Docker kept until then: skep can return to them.
	Answers the file, or undefined where nothing is kept beyond this run.
	*/
	readonly keepReplaced: (before: Service, operation: string) => Promise<string | undefined>;
	/** A file on this machine, `~` expanded, when it has less than `limit` bytes; rejects with a clause that says why not. */
	readonly readFile?: (path: string, limit: number) => Promise<Uint8Array>;
	/** Absent where no stack can be deployed. */
	readonly stacks?: StackTools;
};

/** Everything rejects with one sentence. */
export type RegistryAnswers = {
	readonly tags: (image: string, signal: AbortSignal) => Promise<TagList>;
	/** What the tag of an image points to now; absent where only the engine can be asked. */
	readonly digest?: (image: string, signal: AbortSignal) => Promise<string>;
};
