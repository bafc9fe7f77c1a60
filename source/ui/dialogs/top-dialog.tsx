import type {CommandContext} from '../context.ts';
import {guideQuestion} from '../panes/guide-question.ts';
import {shellDrawn} from '../shell/commands.ts';
import {shellText} from '../shell/draw-shell.ts';
import {topLayer, type UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import {Dialog, innerWidth, placeDialog} from './dialog.tsx';
import {dialogText} from './draw-operation.ts';
import {paletteText} from './draw-palette.ts';
import {heardFrom} from './open-dialog.ts';
import {tagsText} from './tags-text.ts';

/** The dialog that has the keys, over whatever is below it; nothing where none is open. */
export function TopDialog({context, ui}: {readonly context: CommandContext; readonly ui: UiState}) {
	const layer = topLayer(ui);
	const place = placeDialog(ui.size.columns, ui.size.rows);
	const width = innerWidth(place.width);

	if (layer?.kind === 'palette') {
		return <Dialog text={paletteText(context, layer, width, Math.min(20, place.room - 9))} place={place} top={0} />;
	}

	if (layer?.kind === 'shell') {
		const looked = {snapshot: context.view.snapshot(), sshNode: context.shell?.sshNode};
		const text = shellText(layer, looked, width);
		return <Dialog text={text} place={place} top={0} onDrawn={() => shellDrawn(context, layer.ticket)} />;
	}

	if (layer?.kind === 'guideAsk') {
		return <Dialog text={guideQuestion(context, layer, width)} place={place} top={0} />;
	}

	if (layer?.kind === 'quit') {
		const names = context.underWay.getState().items.map(({operation, name}) => `${operation.title} ${name}`);
		const guide = context.guides.store.getState().guide;
		const body = [
			...(names.length > 0 ? ['Still under way: it goes on in the swarm without skep.'] : []),
			...names.map(name => `  ${name}`),
			...(guide?.status === 'going'
				? [`${clean(guide.record.title)} stops where it is. The next start offers to go on or to undo it.`]
				: []),
		];
		return (
			<Dialog
				text={{
					title: 'Quit skep',
					body,
					foot: [
						['y', 'quit'],
						['n Esc', 'stay'],
					],
				}}
				place={place}
				top={0}
			/>
		);
	}

	if (layer?.kind !== 'operation') {
		return null;
	}

	if (layer.tags !== undefined) {
		return <Dialog text={tagsText(layer.tags, width, Math.min(20, place.room - 9))} place={place} top={0} />;
	}

	const text = dialogText(layer, width, context.isReadOnly);
	const top = layer.phase.kind === 'review' ? layer.phase.top : 0;
	return <Dialog text={text} place={place} top={top} onDrawn={() => heardFrom(context, layer.ticket)} />;
}
