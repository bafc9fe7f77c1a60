import {type JoinTokens, joinCommand} from '../../swarm/join.ts';
import type {CommandContext} from '../context.ts';
import {joinAddress} from '../pages/describe-swarm.ts';
import {loadYaml} from '../pages/yaml.ts';
import {pushLayer, type SwarmSubject, say} from '../state.ts';
import type {Command} from './command.ts';

export function openSwarm({ui}: Pick<CommandContext, 'ui'>) {
	pushLayer(ui, {kind: 'pager', about: {kind: 'swarm'}, form: 'describe', top: 0});
	void loadYaml();
}

const tokensOf = ({ui}: CommandContext): SwarmSubject['tokens'] => {
	const layer = ui.getState().layers.find(layer => layer.kind === 'pager' && layer.about.kind === 'swarm');
	return layer?.kind === 'pager' && layer.about.kind === 'swarm' ? layer.about.tokens : undefined;
};

/** They live in the page, and go with it. */
function put({ui}: CommandContext, tokens: SwarmSubject['tokens']) {
	ui.setState(({layers}) => ({
		layers: layers.map(layer =>
			layer.kind === 'pager' && layer.about.kind === 'swarm'
				? {...layer, about: {kind: 'swarm' as const, ...(tokens && {tokens})}}
				: layer,
		),
	}));
}

function toggleTokens(context: CommandContext) {
	if (tokensOf(context) !== undefined) {
		return put(context, undefined);
	}

	context.resources.engine.joinTokens().then(
		tokens => put(context, tokens),
		(error: Error) => put(context, {why: error.message}),
	);
}

const copyJoin = (title: string, role: keyof JoinTokens): Command => ({
	title,
	isInner: true,
	run(context) {
		const address = joinAddress(context.view.snapshot());
		context.resources.engine.joinTokens().then(
			tokens => {
				context.copy(joinCommand(tokens[role], address));
				say(context.ui, `copied: what to run on a machine that is to join as a ${role}`);
			},
			(error: Error) => say(context.ui, error.message, 'look'),
		);
	},
});

export const swarmCommands = {
	showSwarm: {title: 'Swarm: managers, what can fail, settings, how to join', run: openSwarm},
	toggleTokens: {title: 'Show or hide the join tokens', isInner: true, run: toggleTokens},
	copyWorkerJoin: copyJoin('Copy how a worker joins', 'worker'),
	copyManagerJoin: copyJoin('Copy how a manager joins', 'manager'),
} as const satisfies Record<string, Command>;
