import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {composeFilesIn} from '../../source/docker-cli/compose-file.ts';
import {createDockerCli} from '../../source/docker-cli/docker-cli.ts';
import {connect} from '../../source/engine/client.ts';
import type {Resources} from '../../source/operations/resources.ts';
import {type Look, lookAt} from '../../source/operations/stack/deploy-stack-look.ts';
import type {DeployRequest, StackTools} from '../../source/operations/stack/stack-tools.ts';
import {type DeployPlan, deployPlan, knownIds, type Running} from '../../source/specs/compose/deploy-plan.ts';
import {evened} from '../../source/specs/compose/evened.ts';
import type {Tree} from '../../source/specs/tree.ts';
import type {Service} from '../../source/swarm/service.ts';
import type {LabNode} from '../swarm-lab/layout.ts';
import {withFreshSpec} from '../swarm-lab/with-leader.ts';

/** Compose files in a folder of their own, and the command line of some version that deploys them through one engine. */
export function stackBench(node: LabNode, program: string, variables: Readonly<Record<string, string>> = {}) {
	const folder = mkdtempSync(join(tmpdir(), 'skep-stacks-'));
	cpSync(join(import.meta.dirname, 'compose'), folder, {recursive: true});
	const env: NodeJS.ProcessEnv = {PATH: process.env['PATH'], HOME: folder, ...variables};
	const engine = connect({kind: 'unix', socketPath: node.socket});
	const tools: StackTools = {
		cli: createDockerCli({place: () => ['--host', node.host], env, program}),
		files: composeFilesIn(folder, folder),
		origins: {of: async () => undefined, keep: async () => {}},
	};
	const resources: Resources = {
		engine,
		credentials: async () => undefined,
		keepSpec: async () => '',
		keepReplaced: async () => undefined,
		stacks: tools,
	};
	const look = (request: DeployRequest) => lookAt(request, resources, AbortSignal.timeout(120_000));
	const running = async (): Promise<Running> => {
		const [services, networks, secrets, configs] = await Promise.all([
			engine.services(),
			engine.networks(),
			engine.secrets(),
			engine.configs(),
		]);
		return {services: services.items, networks: networks.items, secrets: secrets.items, configs: configs.items};
	};
	return {
		folder,
		env,
		engine,
		tools,
		resources,
		look,
		running,
		request: (file: string, stack: string, flags: Partial<DeployRequest> = {}): DeployRequest => ({
			file: join(folder, file),
			stack,
			prune: false,
			registryAuth: false,
			resolveImage: 'always',
			...flags,
		}),
		/** The plan, which must be possible. */
		async plan(request: DeployRequest): Promise<DeployPlan> {
			return deployPlan(planned(await look(request)).specs, await running(), {
				...request,
				...planned(await look(request)),
			});
		},
		async deploy(request: DeployRequest): Promise<readonly string[]> {
			return withFreshSpec(async () => {
				const {did, problem} = await tools.cli.deploy(request);

				if (problem !== undefined) {
					throw new Error(`${did.join('; ')}; ${problem}`);
				}

				return did;
			});
		},
		edit(file: string, change: (text: string) => string) {
			const path = join(folder, file);
			const before = readFileSync(path, 'utf8');
			const after = change(before);

			if (after === before) {
				throw new Error(`nothing changes in ${file}`);
			}

			writeFileSync(path, after);
		},
		write: (file: string, text: string) => writeFileSync(join(folder, file), text),
		/** A service's spec as it is compared: with names for ids. */
		specOf: async (name: string) => comparable(await running(), name),
		stop() {
			engine.close();
			rmSync(folder, {recursive: true, force: true});
		},
	};
}

export type StackBench = ReturnType<typeof stackBench>;

export function planned(look: Look) {
	if (look.kind !== 'planned') {
		throw new Error(JSON.stringify(look));
	}

	return look;
}

export const comparable = (running: Running, name: string): Tree => {
	const service = running.services.find((found: Service) => found.name === name);

	if (service === undefined) {
		throw new Error(`no service ${name}`);
	}

	return evened(service.spec as Tree, knownIds(running));
};
