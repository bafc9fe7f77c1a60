import {guidedOperations} from '../../operations/guided/guided-operations.ts';
import {worthRebalancing} from '../../operations/guided/rebalance.ts';
import {readOnlySentence} from '../../operations/read-only.ts';
import type {Target} from '../../operations/target.ts';
import {serviceId} from '../../swarm/ids.ts';
import type {CommandContext} from '../context.ts';
import {deafness} from '../dialogs/open-dialog.ts';
import {openOperation} from '../dialogs/open-operation.ts';
import type {GuideAskLayer} from '../layers.ts';
import {popLayer, pushLayer, replaceTop, say} from '../state.ts';
import type {Command} from './command.ts';
import {inLayer} from './in-layer.ts';
import {silenceOf} from './silence.ts';

const guideOf = ({guides}: CommandContext) => guides.store.getState().guide;

const nothing = (context: CommandContext) =>
	guideOf(context) === undefined ? 'nothing is done step by step now' : undefined;

const ask = (
	title: string,
	question: GuideAskLayer['ask'],
	whyNot: (context: CommandContext) => string | undefined,
): Command => ({
	title,
	isInner: true,
	blockedBy: context => nothing(context) ?? (context.isReadOnly ? readOnlySentence : whyNot(context)),
	run: ({ui, clock}) =>
		pushLayer(ui, {kind: 'guideAsk', ask: question, deafUntil: clock() + deafness, hasDroppedKeys: false}),
});

const isGoing = (context: CommandContext) =>
	guideOf(context)?.status === 'going' ? 'it goes on by itself' : undefined;

const scroll = (title: string, by: 1 | -1) =>
	inLayer('guide')(title, ({ui}, layer) => replaceTop(ui, {...layer, top: Math.max(0, layer.top + by)}));

/** The marked services; else every one that a restart would spread better. */
function rebalanced({ui, view}: CommandContext): readonly Target[] {
	const marked = [...ui.getState().lists.services.marked].map(serviceId).flatMap(id => view.serviceOf(id) ?? []);
	const services = marked.length > 0 ? marked : worthRebalancing(view.snapshot()).map(({service}) => service);
	return services.map(saw => ({kind: 'service', id: saw.id, saw}));
}

export const guideCommands = {
	showGuide: {
		title: 'Step by step: how far it is, undo it, go on',
		blockedBy: nothing,
		run: ({ui}) => pushLayer(ui, {kind: 'guide', top: 0}),
	},
	guideResume: ask('Go on with it', 'resume', isGoing),
	guideUndo: ask('Undo it, as far as it can be', 'undo', context =>
		guideOf(context)?.record.phase === 'undoing' ? 'it is being undone' : undefined,
	),
	guideForget: ask('Forget it, and leave everything as it is', 'forget', isGoing),
	guideYes: {
		...inLayer('guideAsk')('Do that', ({ui, guides}, {ask: answer}) => {
			popLayer(ui);
			void guides[answer]();
		}),
		confirms: true,
	},
	guideDown: scroll('Scroll down', 1),
	guideUp: scroll('Scroll up', -1),
	rebalance: {
		title: 'Rebalance: restart uneven services, one after the other',
		changes: true,
		blockedBy: context => silenceOf(context.cluster.getState().connection),
		run(context) {
			const targets = rebalanced(context);
			const {rebalance} = guidedOperations;
			const blocked = targets.map(target => [target, rebalance.blockedBy(target, context.view.snapshot())] as const);
			const [first] = blocked.filter(([, reason]) => reason !== undefined);

			if (targets.length === 0) {
				return say(context.ui, 'Nothing to rebalance: no service has 2 or more tasks more on one node than on another');
			}

			if (first !== undefined) {
				return say(context.ui, `Rebalance ${'name' in first[0].saw ? first[0].saw.name : ''}: ${first[1]}`, 'look');
			}

			void openOperation(context, rebalance, targets);
		},
	},
} as const satisfies Record<string, Command>;
