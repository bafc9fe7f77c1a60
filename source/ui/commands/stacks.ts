import {operations} from '../../operations/operations.ts';
import {readOnlySentence} from '../../operations/read-only.ts';
import {valuesOf} from '../../operations/stack/deploy-stack-form.ts';
import type {Service} from '../../swarm/service.ts';
import type {CommandContext} from '../context.ts';
import {openOperation} from '../dialogs/open-operation.ts';
import {say, topLayer} from '../state.ts';
import type {Command} from './command.ts';
import {shelfTarget} from './shelf-target.ts';
import {silenceOf} from './silence.ts';

/** The list of stacks is on screen. */
export const isStacks = ({ui}: CommandContext) => {
	const layer = topLayer(ui.getState());
	return layer?.kind === 'shelf' && layer.shelf === 'stacks';
};

/** With the file and the flags of the last time, where that was on this machine. */
async function deployAgain(context: CommandContext) {
	const targets = shelfTarget(context, 'stack');
	const [target] = targets;

	if (target !== undefined) {
		const origin = await context.resources.stacks?.origins.of(target.id);
		void openOperation(context, operations.redeployStack, targets, origin && valuesOf(origin));
	}
}

/** The compose file that it came from, in the user's editor; then its deploy, which plans what has changed. */
export async function editStackFile(context: CommandContext) {
	const {ui, editor, resources} = context;
	const [target] = shelfTarget(context, 'stack');
	const origin = target && (await resources.stacks?.origins.of(target.id));

	if (target === undefined || origin === undefined) {
		return say(ui, 'Where it came from is not known on this machine: deploy it from here once (B)', 'look');
	}

	const failure = await editor?.run(origin.file);

	if (failure !== undefined) {
		return say(ui, failure, 'look');
	}

	void openOperation(context, operations.redeployStack, [target], valuesOf(origin));
}

export const stackFileBlocked = (context: CommandContext) => {
	if (context.isReadOnly) {
		return readOnlySentence;
	}

	if (context.editor === undefined) {
		return 'there is no terminal to lend to an editor';
	}

	return shelfTarget(context, 'stack').length === 0 ? 'choose a stack first' : undefined;
};

type Exported = {readonly name: string; readonly stack: string; readonly services: readonly Service[]};

/** The stack under the cursor; else the one service that the cursor or the panes are about. */
function exportedHere(context: CommandContext): Exported | undefined {
	const {view, ui} = context;

	if (topLayer(ui.getState()) !== undefined) {
		const [target] = shelfTarget(context, 'stack');
		return target?.kind === 'stack' && target.saw.services.length > 0
			? {name: target.id, stack: target.id, services: target.saw.services}
			: undefined;
	}

	const {focus} = ui.getState();
	const subject = focus === 'nodes' ? undefined : view.subject();
	const service = subject?.kind === 'service' ? view.serviceOf(subject.id) : undefined;
	return service && {name: service.name, stack: service.stack ?? service.name, services: [service]};
}

async function exportCompose(context: CommandContext, {name, stack, services}: Exported) {
	const {ui, saveText, sync, view} = context;

	if (saveText === undefined) {
		return say(ui, 'There is nowhere to save it', 'look');
	}

	try {
		await sync.fetch({objects: ['networks', 'secrets', 'configs']});
		const {exportStack} = await import('../../specs/compose/export-stack.ts');
		const {networks, secrets, configs} = view.snapshot();
		const known = <T>(items: ReadonlyMap<unknown, T> | undefined) => [...(items?.values() ?? [])];
		const text = exportStack({
			stack,
			services,
			networks: known(networks?.items),
			secrets: known(secrets?.items),
			configs: known(configs?.items),
		});
		const path = await saveText(`${fileName(name)}.compose.yaml`, text);
		say(ui, `Exported ${name} to ${path}, which holds the values of its variables`);
	} catch (error) {
		say(ui, error instanceof Error ? error.message : String(error), 'act');
	}
}

/** Nothing in a name from the swarm may lead to another folder. */
const fileName = (name: string) => name.replaceAll(/[^\w.-]/g, '_').replace(/^\.+/, '_') || 'stack';

export const stackCommands = {
	deployAgain: {
		title: 'Deploy a stack again',
		hint: 'deploy again',
		changes: true,
		blockedBy(context) {
			const [target] = shelfTarget(context, 'stack');
			const silence = silenceOf(context.cluster.getState().connection);
			return target?.kind === 'stack'
				? (silence ?? operations.redeployStack.blockedBy(target, context.view.snapshot()))
				: 'choose a stack first (:stacks)';
		},
		run: context => void deployAgain(context),
	},
	exportCompose: {
		title: 'Export as a compose file',
		hint: 'export',
		blockedBy(context) {
			if (exportedHere(context) !== undefined) {
				return undefined;
			}

			return isStacks(context) ? 'it has no services' : 'choose a service (key 1), or a stack (:stacks)';
		},
		run(context) {
			const found = exportedHere(context);
			void (found && exportCompose(context, found));
		},
	},
} as const satisfies Record<string, Command>;
