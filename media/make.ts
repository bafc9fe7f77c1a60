import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {openTerminal, type Terminal} from '../test/e2e/terminal.ts';
import {startLab} from '../test/swarm-lab/lab.ts';
import {openShop, startRollout} from './shop.ts';
import {pictureOf} from './svg.ts';

const root = path.join(import.meta.dirname, '..');

const sizes = [
	[160, 48],
	[120, 36],
	[80, 24],
] as const;

const lab = await startLab();
const host = lab.node('mgr1').host;
const open = (columns: number, rows: number) =>
	openTerminal(process.execPath, [path.join(root, 'dist', 'skep.js')], {
		columns,
		rows,
		// By a flag, the commands in dialogs would name this machine's socket.
		env: {TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8', DOCKER_HOST: host},
	});

async function keep(terminal: Terminal, columns: number, name: string) {
	await writeFile(
		path.join(import.meta.dirname, `${name}.svg`),
		pictureOf(`skep: ${name.replaceAll('-', ' ')}`, terminal.runs(), columns),
	);
	console.log(`media/${name}.svg`);
}

try {
	await openShop(lab);
	const terminals = sizes.map(([columns, rows]) => open(columns, rows));
	await Promise.all(terminals.map(terminal => terminal.waitFor(/LOOP +mail_relay/, {seconds: 60})));
	await startRollout(lab);
	await Promise.all(
		terminals.map(async (terminal, index) => {
			const [columns, rows] = sizes[index] ?? [80, 24];
			terminal.press('1', 'G', 'k');
			await terminal.waitFor(/shop_web +\d\/6 +new [24]\/6/, {seconds: 60});
			await keep(terminal, columns, `dashboard-${columns}x${rows}`);
			terminal.press('w');
			await terminal.waitFor(/SERVING[\s\S]*What now/, {seconds: 30});
			await keep(terminal, columns, `cockpit-${columns}x${rows}`);
			await terminal.close();
		}),
	);
	const [columns, rows] = [120, 36] as const;
	const terminal = open(columns, rows);
	await terminal.waitFor('live');
	terminal.press('2', 'D');
	await terminal.waitFor('docker node update');
	await keep(terminal, columns, 'drain-120x36');
	await terminal.close();
} finally {
	await lab.stop();
}
