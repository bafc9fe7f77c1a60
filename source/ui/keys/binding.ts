import type {CommandId} from '../commands/commands.ts';

/**
Where a key means something. What is open decides which are active, innermost first:
a layer hides everything below it, a prompt takes all text.
*/
export type Scope =
	| 'review'
	| 'typedReview'
	| 'form'
	| 'mend'
	| 'tags'
	| 'refused'
	| 'busy'
	| 'notice'
	| 'quit'
	| 'shell'
	| 'shellBusy'
	| 'shellFailed'
	| 'pager'
	| 'swarmPage'
	| 'unlockKey'
	| 'noQuorum'
	| 'noSwarm'
	| 'palette'
	| 'cockpit'
	| 'cockpitLog'
	| 'why'
	| 'rollouts'
	| 'shelf'
	| 'images'
	| 'guide'
	| 'guideAsk'
	| 'problems'
	| 'topology'
	| 'events'
	| 'contexts'
	| 'logs'
	| 'tasks'
	| 'list'
	| 'panes';

export type Binding = {
	readonly scope: Scope;
	/** Canonical names: `j`, `ctrl+d`, `shift+tab`. The first is the one shown. */
	readonly keys: readonly string[];
	readonly command: CommandId;
};

export const bind = (scope: Scope, keys: string, command: CommandId): Binding => ({
	scope,
	keys: keys.split(' '),
	command,
});

/** `why` of `whyPageDown`. */
type MovedBy<Command> = Command extends `${infer Prefix}PageDown` ? Prefix : never;

type Movable = MovedBy<CommandId>;

/** Every page moves by the same keys: with `why` for its commands, `j` is `whyDown`. */
export const moving = (scope: Scope, prefix: Movable): readonly Binding[] => [
	bind(scope, 'j down', `${prefix}Down`),
	bind(scope, 'k up', `${prefix}Up`),
	bind(scope, 'pagedown space ctrl+f', `${prefix}PageDown`),
	bind(scope, 'pageup', `${prefix}PageUp`),
	bind(scope, 'g home', `${prefix}Top`),
	bind(scope, 'G end', `${prefix}End`),
];
