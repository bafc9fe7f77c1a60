import {setTimeout as wait} from 'node:timers/promises';
import {render, Text, useApp} from 'ink';
import {createElement, useEffect, useState} from 'react';
import type {Keystroke} from '../../../source/ui/input/keystroke.ts';
import {type Listening, listenToKeys} from '../../../source/ui/input/listen.ts';
import {controlJobs} from '../../../source/ui/job-control.ts';
import {guardTerminal, screenOptions} from '../../../source/ui/terminal.ts';

/** A dashboard in miniature, with every way to end. */
const Program = () => {
	const {exit, suspendTerminal} = useApp();
	const [heard, setHeard] = useState('');
	if (heard.includes('R')) throw new Error('while drawing');
	useEffect(() => {
		const onKeystroke = async (stroke: Keystroke) => {
			const key = 'key' in stroke ? stroke.key : 'paste';
			if (key === 'ctrl+z') await jobs.suspend();
			if (key === 'e') await jobs.lend(() => wait(300));
			if (key === 'T') setTimeout(() => fail('in a timer'));
			if (key === 'P') void Promise.reject(new Error('in a promise'));
			if (key === 'q') {
				await keyboard?.drain();
				exit();
			}
			setHeard(before => `${before} ${key}`);
		};
		keyboard = listenToKeys(process.stdin, onKeystroke, {write: text => process.stdout.write(text)});
		const jobs = controlJobs(suspendTerminal, keyboard);
		return jobs.stop;
	}, [exit, suspendTerminal]);
	return createElement(Text, undefined, `ready${heard}\npid ${process.pid}`);
};

const fail = (message: string) => {
	throw new Error(message);
};

let keyboard: Listening | undefined;
const app = render(createElement(Program), screenOptions);
const guard = guardTerminal({
	leave() {
		keyboard?.stop();
		app.unmount();
	},
	writeCrash: error => `/var/crash-of-${String(error).replaceAll(' ', '-')}`,
});
await app.waitUntilExit().catch(guard.crash);
guard.giveBack();
guard.release();
process.exitCode = 7;
