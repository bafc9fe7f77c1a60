import {Box, Text, useStdin, useStdout, useWindowSize} from 'ink';
import {useEffect, useState} from 'react';
import {expect, test} from 'vitest';
import {listenToKeys} from '../../source/ui/input/listen.ts';
import {drawOnScreen} from './screen.tsx';

const Keys = () => {
	const [heard, setHeard] = useState<readonly string[]>([]);
	const {stdin} = useStdin();
	const {stdout} = useStdout();
	const {columns, rows} = useWindowSize();
	useEffect(() => {
		const keyboard = listenToKeys(
			stdin,
			stroke => setHeard(before => [...before, 'key' in stroke ? stroke.key : `paste ${stroke.paste}`]),
			{write: text => stdout.write(text), escapeWait: 20},
		);
		return keyboard.stop;
	}, [stdin, stdout]);
	return (
		<Box width={columns} height={rows} flexDirection="column">
			<Text>{`${columns}x${rows}`}</Text>
			<Text>{heard.join(' ')}</Text>
			<Text color="red" bold>
				red
			</Text>
		</Box>
	);
};

test('keys reach the app, one by one, in a burst and as a paste', async () => {
	const screen = drawOnScreen(<Keys />, {columns: 60, rows: 10});
	await screen.waitFor('60x10');
	expect(screen.isAlternate()).toBe(true);
	await screen.press('j', 'up', 'ctrl+d', 'enter', 'escape');
	await screen.waitFor('j up ctrl+d enter escape');
	await screen.burst('j', 'j', 'left');
	await screen.paste('text');
	await screen.waitFor(/j j left paste text/);
	await screen.unmount();
});

test('a resize is drawn', async () => {
	const screen = drawOnScreen(<Keys />, {columns: 60, rows: 10});
	await screen.resize(80, 24);
	await screen.waitFor('80x24');
	await screen.waitUntilGone('60x10');
	expect(screen.lines()).toHaveLength(24);
	await screen.unmount();
});

test('cells have their colours, and rows their place', async () => {
	const screen = drawOnScreen(<Keys />, {columns: 60, rows: 10});
	await screen.waitFor('red');
	const y = screen.rowIndex('red');
	expect(screen.row(/^r/)).toBe('red');
	expect(screen.cell(0, y)).toMatchObject({text: 'r', bold: true, foreground: 1, background: undefined});
	expect(screen.cell(0, 0)).toMatchObject({text: '6', bold: false, foreground: undefined});
	await screen.unmount();
});

test('only what changed is sent', async () => {
	const screen = drawOnScreen(<Keys />, {columns: 60, rows: 10});
	await screen.waitFor('60x10');
	expect(screen.bytesSince()).toBeGreaterThan(50);
	await screen.settle();
	expect(screen.bytesSince()).toBe(0);
	await screen.press('j');
	await screen.waitFor('j');
	expect(screen.bytesSince()).toBeLessThan(100);
	await screen.unmount();
});

test('a wait that runs out prints the screen', async () => {
	const screen = drawOnScreen(<Keys />, {columns: 60, rows: 10, patience: 50});
	await expect(screen.waitFor('blue')).rejects.toThrow(/in vain for blue\. Screen:\n\| 60x10\n\|/);
	await screen.unmount();
});
