import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

type Kept = {
	readonly host?: string;
	readonly description?: string;
	readonly skipsVerify?: boolean;
	/** PEM texts. */
	readonly tls?: {readonly ca?: string; readonly cert?: string; readonly key?: string};
	/** In place of a meta.json that Docker would write. */
	readonly text?: string;
};

/** A `~/.docker` of its own, as `docker context create` and `docker context use` leave it (docker/cli: cli/context/store). */
export const dockerFolderWith = (contexts: Readonly<Record<string, Kept>>, config?: string | object) => {
	const path = mkdtempSync(join(tmpdir(), 'docker-folder-'));
	if (config !== undefined) {
		writeFileSync(join(path, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
	}
	for (const [name, {host, description, skipsVerify, tls = {}, text}] of Object.entries(contexts)) {
		const id = createHash('sha256').update(name).digest('hex');
		const meta = {
			Name: name,
			Metadata: {...(description === undefined ? {} : {Description: description})},
			Endpoints: {docker: {Host: host, SkipTLSVerify: skipsVerify ?? false}},
		};
		mkdirSync(join(path, 'contexts', 'meta', id), {recursive: true});
		writeFileSync(join(path, 'contexts', 'meta', id, 'meta.json'), text ?? JSON.stringify(meta));
		const folder = join(path, 'contexts', 'tls', id, 'docker');
		for (const [part, pem] of Object.entries(tls)) {
			mkdirSync(folder, {recursive: true});
			writeFileSync(join(folder, `${part}.pem`), pem);
		}
	}
	return {path, [Symbol.dispose]: () => rmSync(path, {recursive: true, force: true})};
};
