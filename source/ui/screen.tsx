import {render} from 'ink';
import {App, type SuspendTerminal} from './app.tsx';
import type {createDashboard} from './dashboard.ts';
import {screenOptions} from './terminal.ts';

export {legendLines} from './pages/legend.ts';

type Dashboard = ReturnType<typeof createDashboard>;

export type Shown = ReturnType<typeof showScreen>;

/** Draws the dashboard on this terminal from now on, until another one is shown. `onReady` is told how to lend the terminal. */
export const showScreen = (first: Dashboard, onReady: (suspendTerminal: SuspendTerminal) => void) => {
	const draw = (dashboard: Dashboard) => <App {...dashboard} onReady={onReady} />;
	const {rerender, unmount, waitUntilExit} = render(draw(first), screenOptions);
	return {show: (dashboard: Dashboard) => rerender(draw(dashboard)), unmount, waitUntilExit};
};
