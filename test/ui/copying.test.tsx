import {test} from 'vitest';
import {openDashboard} from '../helpers/dashboard.tsx';
import {id} from '../helpers/small-engine/build.ts';
import {plainWorld} from './worlds.ts';

test('of a running task, c copies the way into its container', async () => {
	await using skep = await openDashboard(plainWorld('web'), {columns: 160, rows: 30});
	await skep.press('3', 'c');
	const task = skep.context.view.selected('tasks')?.taskId;
	await skep.waitFor(new RegExp(`copied: (ssh -t \\S+ ')?docker exec -it web\\.1\\.${task} sh'?`));
});

test('of a published port, c copies where it answers', async () => {
	const world = plainWorld('web');
	const web = world.services.find(({ID}) => ID === id('web'));
	Object.assign(web ?? {}, {
		Endpoint: {Ports: [{Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: 'ingress'}]},
	});
	await using skep = await openDashboard(world, {columns: 120, rows: 30});
	await skep.press(':');
	await skep.type('ports');
	await skep.press('enter');
	await skep.waitFor('Published ports 1');
	await skep.press('c');
	await skep.waitFor(/copied: http:\/\/\S+:8080/);
});
