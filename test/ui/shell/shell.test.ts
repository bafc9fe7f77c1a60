import {stripVTControlCharacters} from 'node:util';
import {expect, test} from 'vitest';
import type {Json} from '../../../source/swarm/values.ts';
import type {ShellTerminal} from '../../../source/ui/context.ts';
import {shellText} from '../../../source/ui/shell/draw-shell.ts';
import type {Ended} from '../../../source/ui/shell/on-terminal.ts';
import {topLayer} from '../../../source/ui/state.ts';
import {openOnSimulator} from '../../helpers/on-simulator.ts';

type Lent = {readonly head: string; readonly args?: readonly string[]; shown: string};

/** A terminal that is lent: it types so much, and shows what comes back. */
const lending = (typed: string, ended: Ended = {code: 0, signal: undefined}) => {
	const lent: Lent[] = [];
	const shell: ShellTerminal = {
		sshNode: 'admin@%h',
		attach: async (program, head) => {
			const one: Lent = {head, shown: ''};
			lent.push(one);
			program.type(Buffer.from(typed));
			for await (const bytes of program.output) {
				one.shown += Buffer.from(bytes).toString();
			}
		},
		run: async (name, args, head) => {
			lent.push({head, args: [name, ...args], shown: ''});
			return ended;
		},
	};
	return {lent, shell};
};

/** Services whose one task is on the node skep talks to, and on another. */
const open = async (shell: ShellTerminal, options = {}) => {
	const skep = await openOnSimulator({shell, ...options});
	const on = (host: string) => ({
		TaskTemplate: {ContainerSpec: {Image: 'shop/web:1'}, Placement: {Constraints: [`node.hostname==${host}`]}},
	});
	await skep.create('here', 1, on('node-1'));
	await skep.create('there', 1, on('node-4'));
	/** Of all services together, as skep has heard. */
	const soonRunning = (count: number) =>
		skep.soon(
			() =>
				[...skep.context.view.snapshot().tasks.values()]
					.flatMap(({items}) => items)
					.filter(({state}) => state === 'running').length === count,
		);
	await soonRunning(2);
	const layer = () => {
		const top = topLayer(skep.ui());
		return top?.kind === 'shell' ? top : undefined;
	};
	return {
		...skep,
		soonRunning,
		layer,
		/** `x` on a service, and what its dialog says. */
		ask: async (service: 'here' | 'there') => {
			skep.press('1', 'g');
			skep.press(...(service === 'there' ? ['j'] : []));
			await skep.soon(() => skep.context.view.selected('services')?.name === service);
			skep.press('x');
			skep.hear();
		},
		said: () => {
			const shown = layer();
			const text = shown && shellText(shown, {snapshot: skep.context.view.snapshot(), sshNode: shell.sshNode}, 90);
			return stripVTControlCharacters([text?.title, ...(text?.body ?? [])].join(' ')).replaceAll(/\s+/g, ' ');
		},
		entries: () => skep.journal() as readonly unknown[] as readonly {readonly input: Json; readonly sentence: string}[],
		[Symbol.asyncDispose]: () => skep[Symbol.asyncDispose](),
	};
};

test('Enter is enough: a shell through the engine, journalled without a word of what was typed', async () => {
	const {shell, lent} = lending('echo secret-word\rexit 7\r');
	await using skep = await open(shell);
	await skep.ask('here');
	expect(skep.said()).toMatch(
		/^Shell in here\.1 on node-1 command bash where it is there, else sh .*engine that skep talks/,
	);
	expect(skep.said()).toMatch(/\$ docker exec -it here\.1\.\w{25} sh -c 'exec \$\(command -v bash \|\| echo sh\)'/);
	skep.press('enter');
	await skep.soon(() => /ended with exit code 7/.test(skep.ui().message?.text ?? ''));
	expect(skep.layer()).toBeUndefined();
	expect(lent[0]?.head).toMatch(/^skep: the shell in here\.1 \(container \w{12}\) on node-1\..*Ctrl\+\] three times/);
	expect(lent[0]?.shown).toContain('\nsecret-word');
	expect(skep.entries()).toMatchObject([
		{operation: 'openShell', outcome: 'requested', target: {kind: 'task', name: 'here.1'}, input: {over: 'engine'}},
		{operation: 'openShell', outcome: 'ended', input: {node: 'node-1', exitCode: 7}},
	]);
	expect(JSON.stringify(skep.entries())).not.toContain('secret-word');
	// The timeline tells both, and the end in words.
	const told = skep.context.view.events({hidden: new Set(), filter: ''}).map(row => JSON.stringify(row));
	expect(told.filter(text => text.includes('ended with exit code 7'))).not.toEqual([]);
});

test('another command can be typed; one that is not in the image is told of, and can be mended', async () => {
	const {shell, lent} = lending('exit\r');
	await using skep = await open(shell);
	await skep.ask('here');
	skep.press(...'top -b', 'enter');
	await skep.soon(() => skep.layer()?.phase.kind === 'failed');
	expect(skep.said()).toContain('The image of here.1 has no "top". Is that its whole path?');
	expect(lent).toEqual([]);
	skep.press('enter', ...'sh "', 'enter');
	expect(skep.layer()?.form.problem?.text).toMatch(/is not closed/);
	skep.press('ctrl+u', ...'sh', 'enter');
	await skep.soon(() => /"sh" in here\.1 ended with exit code 0\./.test(skep.ui().message?.text ?? ''));
	expect(skep.entries()).toMatchObject([
		{outcome: 'failed', input: {command: ['top', '-b'], exitCode: 127}},
		{outcome: 'requested'},
		{outcome: 'ended', input: {command: ['sh']}},
	]);
});

test('on another node it is over ssh, shown before, or copied', async () => {
	const {shell, lent} = lending('');
	await using skep = await open(shell);
	await skep.ask('there');
	expect(skep.said()).toMatch(
		/node-4 is another node.*your own ssh.*\$ ssh -t admin@node-4 'docker exec -it there\.1\.\w{25} sh -c/,
	);
	skep.press('ctrl+y');
	expect(skep.ui().message?.text).toMatch(/^copied: ssh -t admin@node-4 /);
	expect(lent).toEqual([]);
	await skep.ask('there');
	skep.press('enter');
	await skep.soon(() => /The shell in there\.1 ended with exit code 0/.test(skep.ui().message?.text ?? ''));
	expect(lent).toMatchObject([
		{args: ['ssh', '-t', 'admin@node-4', expect.stringMatching(/^docker exec -it there\.1\./)]},
	]);
	expect(skep.entries()).toMatchObject([{outcome: 'requested'}, {outcome: 'ended', input: {over: 'ssh', exitCode: 0}}]);
});

test('an ssh that gets nowhere is told of in the dialog', async () => {
	const {shell} = lending('', {code: 255, signal: undefined});
	await using skep = await open(shell);
	await skep.ask('there');
	skep.press('enter');
	await skep.soon(() => skep.layer()?.phase.kind === 'failed');
	expect(skep.said()).toMatch(/ssh ended with 255: it didn't reach node-4.*--ssh-node/);
	expect(skep.entries()).toMatchObject([{outcome: 'requested'}, {outcome: 'failed', input: {exitCode: 255}}]);
});

test('a task that ends while the dialog is open is told of; nothing is run in the one that took its place', async () => {
	const {shell, lent} = lending('');
	await using skep = await open(shell);
	await skep.ask('here');
	const [task] = skep.running('here');
	const service = await skep.context.resources.engine.service(task?.ServiceID as never);
	await skep.context.resources.engine.updateService(service, {kind: 'restart'});
	await skep.soon(() => skep.running('here').some(({ID}) => ID !== task?.ID));
	await skep.soon(() => /Not now: it (has ended|is gone|is being stopped)/.test(skep.said()));
	skep.press('enter');
	expect(skep.layer()?.phase.kind).toBe('form');
	expect(lent).toEqual([]);
});

test('of several tasks one is chosen, those of this engine first', async () => {
	const {shell} = lending('');
	await using skep = await open(shell);
	await skep.create('all', 5);
	await skep.soonRunning(7);
	skep.press('1', 'g');
	await skep.soon(() => skep.context.view.selected('services')?.name === 'all');
	skep.press('x');
	skep.hear();
	expect(skep.layer()?.choices).toHaveLength(5);
	expect(skep.layer()?.choices[0]?.label).toMatch(/^all\.\d on node-1$/);
	skep.press('right');
	expect(skep.said()).toMatch(/^Shell in all\.\d on node-[2-5] task < all\.\d on node-[2-5] >/);
	skep.press('left', 'left');
	expect(skep.layer()?.form.values['task']).toBe(skep.layer()?.choices.at(-1)?.label);
});

test.each([
	['read-only', {isReadOnly: true}, '1', /skep is read-only, and what runs in a container can change things/],
	['a node', {}, '2', /choose one of its tasks/],
])('there is none: %s', async (_, options, pane, why) => {
	await using skep = await open(lending('').shell, options);
	skep.press(pane);
	skep.press('x');
	expect(skep.layer()).toBeUndefined();
	expect(skep.ui().message?.text).toMatch(why);
});
