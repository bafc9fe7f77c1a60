import type {CommandContext} from '../context.ts';
import type {Layer, SwarmSubject, UnlockKeySubject} from '../layers.ts';
import {loadYaml} from '../pages/yaml.ts';
import {topLayer, type UiState} from '../state.ts';

type Reading = Pick<CommandContext, 'ui' | 'sync' | 'resources'>;

/** On top, or below the dialog that is open there. */
function open({ui}: Pick<CommandContext, 'ui'>, layer: Layer) {
	ui.setState(({layers}) => {
		const top = layers.at(-1);
		return {
			layers: top?.kind === 'operation' ? [...layers.slice(0, -1), layer, top] : [...layers, layer],
			prompt: undefined,
		};
	});
}

const isSwarmPage = (layer: Layer) => layer.kind === 'pager' && layer.about.kind === 'swarm';

/** Reads anew what it shows: nothing else on screen needs that. */
export function openSwarm(context: Reading) {
	open(context, {kind: 'pager', about: {kind: 'swarm'}, form: 'describe', top: 0});
	void loadYaml();
	context.sync.fetch({swarm: true, nodes: true}).catch(() => {});
}

export const tokensOf = ({layers}: UiState): SwarmSubject['tokens'] => {
	const layer = layers.find(isSwarmPage);
	return layer?.kind === 'pager' && layer.about.kind === 'swarm' ? layer.about.tokens : undefined;
};

/** They live in the page, and go with it. */
export function putTokens({ui}: Pick<CommandContext, 'ui'>, tokens: SwarmSubject['tokens']) {
	ui.setState(({layers}) => ({
		layers: layers.map(layer =>
			layer.kind === 'pager' && layer.about.kind === 'swarm'
				? {...layer, about: {kind: 'swarm' as const, ...(tokens && {tokens})}}
				: layer,
		),
	}));
}

export function showTokens(context: Reading) {
	context.resources.engine.joinTokens().then(
		tokens => putTokens(context, tokens),
		(error: Error) => putTokens(context, {why: error.message}),
	);
}

export const openNoQuorum = (context: Pick<CommandContext, 'ui'>) =>
	open(context, {kind: 'pager', about: {kind: 'noQuorum'}, form: 'describe', top: 0});

/** The page is open at once; the key comes into it, if it is still open then. */
export function openUnlockKey(context: Reading) {
	open(context, {kind: 'pager', about: {kind: 'unlockKey'}, form: 'describe', top: 0});
	context.resources.engine.unlockKey().then(
		key => putKey(context, key === undefined ? {why: 'autolock is off: there is no unlock key'} : {key}),
		(error: Error) => putKey(context, {why: error.message}),
	);
}

const putKey = ({ui}: Reading, found: Omit<UnlockKeySubject, 'kind'>) =>
	ui.setState(({layers}) => ({
		layers: layers.map(layer =>
			layer.kind === 'pager' && layer.about.kind === 'unlockKey'
				? {...layer, about: {kind: 'unlockKey' as const, ...found}}
				: layer,
		),
	}));

/** The key on screen, if its page is open. */
export const shownKey = (state: UiState) => {
	const layer = topLayer(state);
	return layer?.kind === 'pager' && layer.about.kind === 'unlockKey' ? layer.about.key : undefined;
};
