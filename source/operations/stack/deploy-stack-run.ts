import {messageOf} from '../apply.ts';
import type {Resources} from '../resources.ts';
import {listed} from '../words.ts';
import {type DeployInput, requestOf} from './deploy-stack-form.ts';
import {type DeployRequest, noTools, type StackTools} from './stack-tools.ts';

/** Deploys what the plan was made of, and nothing else. Answers what the command line said that it did. */
export const runDeploy = async (
	resources: Resources,
	input: DeployInput,
	signal: AbortSignal,
): Promise<readonly string[]> => {
	const tools = resources.stacks;

	if (tools === undefined) {
		throw new Error(noTools);
	}

	const request = input.request ?? requestOf(input, tools.files.pathOf(input.file));

	const {isSameFile} = await import('./deploy-stack-look.ts');

	if (input.look !== undefined && !(await isSameFile(input.look, request, tools, signal))) {
		throw new Error('The file changed since its plan was shown: nothing was sent. Look at its plan once more.');
	}

	const kept = await keepReplaced(resources, input, signal);
	return [...(await sent(tools, request, signal)), ...kept];
};

/** What the services were before is kept, so that R can return to it. */
const keepReplaced = async ({engine, ...resources}: Resources, {stack}: DeployInput, signal: AbortSignal) => {
	try {
		const before = (await engine.services(undefined, signal)).items.filter(service => service.stack === stack);

		for (const service of before) {
			await resources.keepReplaced(service, 'Deploy stack');
		}

		return [];
	} catch (error) {
		return [`The specs before this are kept only while skep runs: ${messageOf(error)}`];
	}
};

const sent = async ({cli, origins}: StackTools, request: DeployRequest, signal: AbortSignal) => {
	const {did, warnings, problem} = await cli.deploy(request, signal);

	if (problem !== undefined) {
		// What is there by now came from this file.
		await (did.length > 0 && origins.keep(request).catch(() => {}));
		throw new Error(halfDone(did, problem));
	}

	try {
		await origins.keep(request);
		return [...did, ...warnings];
	} catch (error) {
		return [...did, ...warnings, `Where it came from isn't remembered: ${messageOf(error)}`];
	}
};

const halfDone = (did: readonly string[], problem: string) =>
	did.length === 0
		? `docker did nothing: ${problem}`
		: `docker stopped in the middle: ${problem}. Begun until then: ${listed(did.map(lowerFirst))}. What is done stays; deploy again once it is put right.`;

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
