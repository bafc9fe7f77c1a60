import type {Call, Reply} from './call.ts';
import {streamEvents} from './event-routes.ts';
import {createExec, inspectExec, resizeExec} from './exec-routes.ts';
import {info, ping, version} from './info-routes.ts';
import {distribution, emptyList, listContainers, noSuch} from './local-routes.ts';
import {serviceLogs, taskLogs} from './log-routes.ts';
import {createNetwork, inspectNetwork, listNetworks, removeNetwork} from './network-routes.ts';
import {inspectNode, listNodes, removeNode, updateNode} from './node-routes.ts';
import {configRoutes, secretRoutes} from './secret-routes.ts';
import {createService, inspectService, listServices, removeService, updateService} from './service-routes.ts';
import {initOrJoin, inspectSwarm, leave, unlock, unlockKey, updateSwarm} from './swarm-routes.ts';
import {inspectTask, listTasks} from './task-routes.ts';
import {createVolume, inspectVolume, listVolumes, removeVolume} from './volume-routes.ts';

export type Route = {
	readonly method: string;
	readonly path: RegExp;
	/**
	Who has to be there: `leader` for all that the swarm's store answers; `asks` for what waits for a leader as long, but
	answers without one, too; `engine` for what an engine knows by itself.
	*/
	readonly needs: 'engine' | 'asks' | 'leader';
	readonly serve: (call: Call) => Reply;
};

/** `:name` stands for one object; `/distribution` has slashes in it. */
const pattern = (path: string) => new RegExp(`^${path.replace(':image', '(.+)').replace(':name', '([^/]+)')}$`);

const route =
	(needs: Route['needs']) =>
	(method: string, path: string, serve: Route['serve']): Route => ({method, path: pattern(path), needs, serve});

const engine = route('engine');
const asks = route('asks');
const leader = route('leader');

const ofEngine = [
	engine('GET', '/_ping', ping),
	engine('HEAD', '/_ping', ping),
	engine('GET', '/version', version),
	asks('GET', '/info', info),
	engine('GET', '/events', streamEvents),
	engine('GET', '/containers/json', listContainers),
	engine('POST', '/containers/:name/exec', createExec),
	engine('GET', '/exec/:name/json', inspectExec),
	engine('POST', '/exec/:name/resize', resizeExec),
	engine('GET', '/volumes', listVolumes),
	engine('POST', '/volumes/create', createVolume),
	engine('GET', '/plugins', emptyList),
	engine('GET', '/images/json', emptyList),
	engine('GET', '/distribution/:image/json', distribution),
	engine('GET', '/containers/:name/json', noSuch('container')),
	engine('GET', '/images/:image/json', noSuch('image')),
	engine('GET', '/volumes/:name', inspectVolume),
	engine('DELETE', '/volumes/:name', removeVolume),
	engine('GET', '/plugins/:name/json', noSuch('plugin')),
	asks('GET', '/networks', listNetworks),
	asks('GET', '/networks/:name', inspectNetwork),
];

const ofSwarm = [
	leader('GET', '/swarm', inspectSwarm),
	leader('POST', '/swarm/update', updateSwarm),
	leader('GET', '/swarm/unlockkey', unlockKey),
	engine('POST', '/swarm/leave', leave),
	engine('POST', '/swarm/init', initOrJoin),
	engine('POST', '/swarm/join', initOrJoin),
	engine('POST', '/swarm/unlock', unlock),
	leader('GET', '/nodes', listNodes),
	leader('GET', '/nodes/:name', inspectNode),
	leader('POST', '/nodes/:name/update', updateNode),
	leader('DELETE', '/nodes/:name', removeNode),
	leader('GET', '/tasks', listTasks),
	leader('GET', '/tasks/:name', inspectTask),
	leader('GET', '/tasks/:name/logs', taskLogs),
	leader('POST', '/networks/create', createNetwork),
	leader('DELETE', '/networks/:name', removeNetwork),
];

const ofServices = [
	leader('GET', '/services', listServices),
	leader('POST', '/services/create', createService),
	leader('GET', '/services/:name', inspectService),
	leader('POST', '/services/:name/update', updateService),
	leader('DELETE', '/services/:name', removeService),
	leader('GET', '/services/:name/logs', serviceLogs),
];

const ofSecrets = (
	[
		['/secrets', secretRoutes],
		['/configs', configRoutes],
	] as const
).flatMap(([path, {list, create, inspect, update, remove}]) => [
	leader('GET', path, list),
	leader('POST', `${path}/create`, create),
	leader('GET', `${path}/:name`, inspect),
	leader('POST', `${path}/:name/update`, update),
	leader('DELETE', `${path}/:name`, remove),
]);

export const routes: readonly Route[] = [...ofEngine, ...ofSwarm, ...ofServices, ...ofSecrets];
