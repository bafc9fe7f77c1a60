import type {OpenDashboard} from '../helpers/dashboard.tsx';

const busy = ['loading', 'preparing', 'checking', 'running'];

/** The dialog has something to say or to ask, or is gone; and keys count again. */
export const rested = async (skep: OpenDashboard) => {
	await skep.soon(() => !busy.includes(skep.dialog()?.phase.kind ?? ''));
	await skep.listening();
};

/** Puts the cursor on a row of the focused list by moving, as a person does who types fast. */
export const walkTo = async (skep: OpenDashboard, id: string) => {
	const {focus} = skep.ui();
	const place = focus === 'logs' ? -1 : skep.context.view.rowsOf(focus).findIndex(row => row.id === id);
	await skep.burst('g', ...Array.from({length: Math.max(0, place)}, () => 'j'));
	if (skep.selectedId() !== id) {
		throw new Error(`There is no row ${id}. Screen:\n${skep.text()}`);
	}
};

/** What the review asks for: `y`, or the word and Enter. */
export const sayYes = async (skep: OpenDashboard) => {
	const phase = skep.dialog()?.phase;
	if (phase?.kind !== 'review') {
		throw new Error(`There is nothing to confirm. Screen:\n${skep.text()}`);
	}
	await (phase.mustType === undefined ? skep.press('y') : skep.burst(...phase.mustType, 'enter'));
};

/** Closes whatever is open. */
export const leaveAll = async (skep: OpenDashboard) => {
	while (skep.top() !== undefined) {
		await skep.press('ctrl+c');
	}
	skep.context.ui.setState({message: undefined});
};
