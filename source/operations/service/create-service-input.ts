import {withEnvFile} from '../../specs/form/env-file.ts';
import {readServiceForm} from '../../specs/form/service-form.ts';
import {withImage} from '../../specs/pinned.ts';
import {at} from '../../specs/tree.ts';
import {withDefaultTag} from '../../swarm/image-name.ts';
import {isValid} from '../../swarm/parsed.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Json} from '../../swarm/values.ts';
import {FieldProblem} from '../field-problem.ts';
import type {FormValues, Parsed} from '../form.ts';
import {silence, unreadable} from '../objects/file-content.ts';
import type {Resources} from '../resources.ts';
import {loginFor, type Pin, pinImage} from './pin-image.ts';

/** A service to be made. */
export type NewService = {
	/** As it was asked for: the image by its tag. */
	readonly spec: Json;
	/** Where more of its variables come from, and what was asked for without these. */
	readonly envFile?: {readonly path: string; readonly without: Json};
	readonly sendsLogin: boolean;
	/** What its registry said of the image; absent where nobody asked. */
	readonly pin?: Pin;
	/** There is a login for its registry here. */
	readonly hasLogin?: boolean;
	/** What it will be, for the plan; absent where nobody asked. */
	readonly service?: Service;
};

const container = ['TaskTemplate', 'ContainerSpec'];

const textAt = (spec: Json, path: readonly string[]) => {
	const value = at(spec, path);
	return typeof value === 'string' ? value : '';
};

export const nameIn = ({spec}: Pick<NewService, 'spec'>) => textAt(spec, ['Name']);

export const imageIn = ({spec}: Pick<NewService, 'spec'>) => textAt(spec, [...container, 'Image']);

export const parseNewService = (values: FormValues, snapshot: Snapshot | undefined): Parsed<NewService> => {
	const read = readServiceForm(values, snapshot);
	const path = (values['envFile'] ?? '').trim();

	if (read.kind === 'problem') {
		return read;
	}

	const envFile = path === '' ? {} : {envFile: {path, without: read.spec}};
	return {kind: 'input', input: {spec: read.spec, sendsLogin: (values['login'] ?? 'yes') === 'yes', ...envFile}};
};

const largestEnvFile = 512_000;

/** With the variables of its file, or what is wrong with that. */
const withVariables = async (
	asked: NewService,
	{readFile = unreadable}: Resources,
	signal: AbortSignal,
): Promise<NewService> => {
	if (asked.envFile === undefined) {
		return asked;
	}

	const {path, without} = asked.envFile;
	const bytes = await Promise.race([readFile(path, largestEnvFile), silence(signal)]).catch((error: unknown) => {
		throw new FieldProblem('envFile', `${path} ${error instanceof Error ? error.message : "can't be read"}`);
	});
	const read = withEnvFile(without, new TextDecoder().decode(bytes));

	if (!isValid(read)) {
		throw new FieldProblem('envFile', `${path}, ${read.problem}`);
	}

	return {...asked, spec: read.value};
};

/** The spec that is sent: the image pinned to what its registry has now, as the command line does (docker/cli: ServiceCreate). */
export const specToSend = ({spec, pin}: Pick<NewService, 'spec' | 'pin'>): Json =>
	pin !== undefined && 'digest' in pin ? withImage(spec, `${imageIn({spec})}@${pin.digest}`, pin.platforms) : spec;

/** Asks the registry for the digest, and how the service will be read. */
export const prepareNewService = async (
	asked: NewService,
	resources: Resources,
	signal: AbortSignal,
): Promise<NewService> => {
	const image = withDefaultTag(imageIn(asked));
	const whole = await withVariables(asked, resources, signal);
	const input = image === imageIn(asked) ? whole : {...whole, spec: withImage(whole.spec, image, [])};
	const [pin, login] = await Promise.all([
		image.includes('@') ? undefined : pinImage(image, resources, signal),
		input.sendsLogin ? loginFor(image, resources) : {},
	]);
	const next = {...input, ...(pin === undefined ? {} : {pin}), hasLogin: 'auth' in login};
	return {...next, service: resources.engine.imagined(specToSend(next))};
};
