import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

/** What is trusted of a registry, as PEM. */
type RegistryCertificates = {readonly ca: readonly string[]; readonly cert?: string; readonly key?: string};

type Places = {
	/** Where Docker has a folder for each registry. */
	readonly folder: string;
	/** Where a system keeps what it trusts, in the order in which Go's crypto/x509 looks. */
	readonly bundles: readonly string[];
};

const places: Places = {
	folder: '/etc/docker/certs.d',
	bundles: [
		'/etc/ssl/certs/ca-certificates.crt',
		'/etc/pki/tls/certs/ca-bundle.crt',
		'/etc/ssl/ca-bundle.pem',
		'/etc/ssl/cert.pem',
	],
};

const textOf = (path: string) => readFile(path, 'utf8').catch(() => undefined);

/** What the engine trusts, too: the system's certificates, and those of Docker's folder for `host:port`. */
export const registryCertificates = async (
	registry: string,
	{folder, bundles}: Places = places,
): Promise<RegistryCertificates> => {
	// The name is a host by its grammar: it leads nowhere else.
	const own = join(folder, registry);
	const names = (await readdir(own).catch(() => [])).toSorted();
	const [client] = names.filter(name => name.endsWith('.cert'));
	const [system, ca, cert, key] = await Promise.all([
		firstOf(bundles),
		Promise.all(names.filter(name => name.endsWith('.crt')).map(name => textOf(join(own, name)))),
		client && textOf(join(own, client)),
		client && textOf(join(own, client.replace(/\.cert$/, '.key'))),
	]);
	return {
		ca: [system, ...ca].filter(text => text !== undefined),
		...(cert && key && {cert, key}),
	};
};

const firstOf = async (paths: readonly string[]): Promise<string | undefined> => {
	for (const path of paths) {
		const text = await textOf(path);

		if (text !== undefined) {
			return text;
		}
	}

	return undefined;
};
