import {accessSync, constants} from 'node:fs';
import {join} from 'node:path';
import type {ConnectionFlags} from './connection-flags.ts';
import {dockerFolder, type Environment} from './contexts.ts';
import type {Tls} from './endpoint.ts';
import {unusable} from './parse-host.ts';

const flagNames = ['tlscacert', 'tlscert', 'tlskey'] as const;

type FlagName = (typeof flagNames)[number];

const usualNames: Readonly<Record<FlagName, string>> = {tlscacert: 'ca.pem', tlscert: 'cert.pem', tlskey: 'key.pem'};

export const hasTlsFlags = (flags: ConnectionFlags) =>
	flags.tls !== undefined || flags.tlsverify !== undefined || flagNames.some(name => flags[name] !== undefined);

/** Like the docker CLI (cli/flags/options.go): any text in the variables turns it on, and `--tls` alone checks nothing. */
const settingsOf = (flags: ConnectionFlags, env: Environment) => {
	const hasFiles = flagNames.some(name => flags[name] !== undefined);
	const isUnverified = flags.tls ?? Boolean(env['DOCKER_TLS']);
	const verify = flags.tlsverify ?? (env['DOCKER_TLS_VERIFY'] ? true : undefined);
	return {
		isOn: isUnverified || verify !== undefined || hasFiles,
		isVerified: verify ?? (hasFiles && !isUnverified),
	};
};

/** Undefined where tcp is to be plain. Throws with a sentence where a file that it takes is not there. */
export const tlsOf = (flags: ConnectionFlags, env: Environment): Tls | undefined => {
	const {isOn, isVerified} = settingsOf(flags, env);
	if (!isOn) {
		return undefined;
	}
	const folder = env['DOCKER_CERT_PATH'] || dockerFolder(env);
	const [ca, cert, key] = flagNames.map(name => pathOf(name, flags, folder));
	if (isVerified && ca === undefined) {
		throw unusable(
			`TLS is asked for, and ${join(folder, 'ca.pem')} is not there: say --tlscacert, or set DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem.`,
		);
	}
	if ((cert === undefined) !== (key === undefined)) {
		const [there, missing] = cert === undefined ? [key, '--tlscert'] : [cert, '--tlskey'];
		throw unusable(`${there} is no use alone: say ${missing}, too.`);
	}
	return {
		...(ca === undefined ? {} : {ca}),
		...(cert === undefined ? {} : {cert}),
		...(key === undefined ? {} : {key}),
		isVerified,
	};
};

/** What a flag names has to be there; what is only usual may be missing. */
const pathOf = (name: FlagName, flags: ConnectionFlags, folder: string) => {
	const given = flags[name];
	const path = given ?? join(folder, usualNames[name]);
	try {
		accessSync(path, constants.R_OK);
		return path;
	} catch (error) {
		const isMissing = (error as {code?: unknown}).code === 'ENOENT';
		if (isMissing && given === undefined) {
			return undefined;
		}
		const source = given === undefined ? '' : `--${name} is `;
		throw unusable(
			`${source}${path}, which ${isMissing ? 'is not there' : `can't be read (${(error as Error).message})`}.`,
		);
	}
};

/** The flags that make the docker CLI use the same. */
export const tlsArguments = ({ca = '', cert, key, isVerified}: Tls): readonly string[] => [
	isVerified ? '--tlsverify' : '--tls',
	...['--tlscacert', ca],
	...(cert === undefined ? [] : ['--tlscert', cert]),
	...(key === undefined ? [] : ['--tlskey', key]),
];
