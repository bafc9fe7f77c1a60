import {tagNow} from '../../operations/service/tag-now.ts';
import type {TagAnswer} from '../../swarm/image-drift.ts';
import {tagOf} from '../../swarm/image-name.ts';
import type {CommandContext} from '../context.ts';
import type {ShelfLayer} from '../layers.ts';
import {cursorIndex} from '../rows/arrange.ts';
import {say, topLayer} from '../state.ts';
import type {Command} from './command.ts';
import {innerTo} from './in-layer.ts';

/** Questions that are out at a time, and at most in one go: Docker Hub counts them. */
const [atATime, inOneGo] = [4, 100];

/** How long one registry may take with one tag, the engine's turn included. */
const patience = 20_000;

const inImages = innerTo(({ui}) => {
	const layer = topLayer(ui.getState());
	return layer?.kind === 'shelf' && layer.shelf === 'images' ? layer : undefined;
});

const answered = ({ui}: CommandContext, image: string, answer: TagAnswer) =>
	ui.setState(({tagAnswers}) => ({tagAnswers: new Map(tagAnswers).set(image, answer)}));

/** Asks what a tag is now, unless that is being asked already. */
async function ask(context: CommandContext, image: string) {
	const {resources, clock} = context;

	try {
		const digest = await tagNow(image, resources, AbortSignal.timeout(patience));
		answered(context, image, {kind: 'digest', digest, at: clock()});
	} catch (error) {
		const sentence = error instanceof Error ? error.message : String(error);
		answered(context, image, {kind: 'failed', sentence, at: clock()});
	}
}

/** What is pinned by its digest alone has no tag to ask about. */
async function askFor(context: CommandContext, names: readonly string[]) {
	const known = context.ui.getState().tagAnswers;
	const askable = names.filter(name => tagOf(name) !== undefined && known.get(name)?.kind !== 'asking');
	const waiting = askable.slice(0, inOneGo);

	if (askable.length === 0) {
		return say(
			context.ui,
			names.length === 0 ? 'There is nothing to ask about' : 'It has no tag, or is being asked about',
		);
	}

	if (askable.length > inOneGo) {
		say(context.ui, `Asking about the first ${inOneGo} of ${askable.length}: / narrows the list`);
	}

	for (const name of waiting) {
		answered(context, name, {kind: 'asking'});
	}

	const next = async (): Promise<void> => {
		const name = waiting.shift();

		if (name !== undefined) {
			await ask(context, name);
			return next();
		}
	};
	await Promise.all(Array.from({length: atATime}, next));
}

const rowsOf = ({view}: CommandContext, layer: ShelfLayer) => view.shelf(layer.shelf).rows(layer.list);

export const imageCommands = {
	askTag: inImages('Ask the registry what the tag is now', (context, layer) => {
		const rows = rowsOf(context, layer);
		return askFor(
			context,
			rows
				.slice(cursorIndex(rows, layer.list))
				.slice(0, 1)
				.map(({id}) => id),
		);
	}),
	askTags: inImages('Ask for every image in the list', (context, layer) =>
		askFor(
			context,
			rowsOf(context, layer).map(({id}) => id),
		),
	),
} as const satisfies Record<string, Command>;
