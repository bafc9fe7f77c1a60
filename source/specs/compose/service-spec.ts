import type {Json} from '../../swarm/values.ts';
import {byText, type Tree} from '../tree.ts';
import {containerSpec} from './container-spec.ts';
import {placement, resources, restartPolicy, serviceMode, updatePolicy} from './policies.ts';
import {labelled, type Scope} from './scope.ts';
import {imageLabel, scoped} from './stack-name.ts';
import {compact, mapAt, numberAt, textAt, textsAt, treeAt, treesAt} from './tree.ts';

/**
The spec that `docker stack deploy` would send for a service of the file, before a registry is asked for the image's
digest; with names in place of the ids of networks, secrets and configs (docker/cli, cli/compose/convert/service.go).
*/
export const serviceSpec = (key: string, service: Tree, scope: Scope): Tree => {
	const deploy = treeAt(service, 'deploy') ?? {};
	const logging = treeAt(service, 'logging');
	return compact({
		Name: scoped(scope.stack, key),
		Labels: {...labelled(scope, mapAt(deploy, 'labels')), [imageLabel]: textAt(service, 'image') ?? ''},
		TaskTemplate: compact({
			ContainerSpec: containerSpec(service, scope),
			LogDriver: logging && compact({Name: textAt(logging, 'driver'), Options: mapAt(logging, 'options')}),
			Resources: resources(treeAt(deploy, 'resources')),
			RestartPolicy: restartPolicy(textAt(service, 'restart'), treeAt(deploy, 'restart_policy')),
			Placement: placement(treeAt(deploy, 'placement')),
			Networks: attachments(key, service, scope),
		}),
		Mode: serviceMode(deploy),
		UpdateConfig: updatePolicy(treeAt(deploy, 'update_config')),
		RollbackConfig: updatePolicy(treeAt(deploy, 'rollback_config')),
		EndpointSpec: compact({
			Mode: textAt(deploy, 'endpoint_mode')?.toLowerCase(),
			Ports: treesAt(service, 'ports').map(port),
		}),
	});
};

const port = (given: Tree): Tree =>
	compact({
		Protocol: textAt(given, 'protocol'),
		TargetPort: numberAt(given, 'target'),
		PublishedPort: numberAt(given, 'published') || undefined,
		PublishMode: textAt(given, 'mode'),
	});

/** The networks of a service by their keys; those without any are on the stack's default one. */
export const networksOf = (service: Tree): Tree => {
	const networks = treeAt(service, 'networks') ?? {};
	return Object.keys(networks).length === 0 ? {default: {}} : networks;
};

export const networkName = (key: string, {stack, networks}: Pick<Scope, 'stack' | 'networks'>): string =>
	textAt(treeAt(networks, key), 'name') ?? scoped(stack, key);

/** Those that Docker itself knows: they aren't looked for, and give no aliases. */
export const isUserDefined = (name: string) => !['default', 'bridge', 'host', 'none', 'nat'].includes(name);

const attachments = (name: string, service: Tree, scope: Scope): readonly Json[] =>
	Object.keys(networksOf(service))
		.map(key => {
			const own = treeAt(networksOf(service), key);
			const target = networkName(key, scope);
			const aliases = [...textsAt(own, 'aliases'), ...(isUserDefined(target) ? [name] : [])];
			return {target, spec: compact({Target: target, Aliases: aliases, DriverOpts: mapAt(own, 'driver_opts')})};
		})
		.toSorted((a, b) => byText(a.target, b.target))
		.map(({spec}) => spec);
