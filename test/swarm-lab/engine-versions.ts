import {access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {run} from './run.ts';

/** The Debian releases that have them; the first is what bookworm installs. */
const suites = {'20.10': 'bookworm', '26.1': 'trixie', '28.5': 'forky'} as const;

export type EngineVersion = keyof typeof suites;

export const engineVersions = Object.keys(suites) as readonly EngineVersion[];

export type EngineFiles = {
	/** The environment in which the engine's programs are found. */
	readonly environment: NodeJS.ProcessEnv;
};

/**
The engine that this machine has installed, or another version beside it: Debian's own packages of that version,
unpacked into the user's cache folder, with the installed runc.
*/
export async function engineFiles(version?: EngineVersion): Promise<EngineFiles> {
	if (!version || (await installedVersion()).startsWith(`${version}.`)) {
		return {environment: environmentWith([])};
	}

	const root = await unpacked(version);

	return {environment: environmentWith(['usr/sbin', 'usr/bin', 'usr/libexec/docker'].map(part => join(root, part)))};
}

// What an engine inherits of ours is little: proxies, tracing and Docker settings of whoever runs the lab are not.
const environmentWith = (folders: readonly string[]) => ({
	PATH: [...folders, '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':'),
	HOME: '/root',
});

/** Where the `docker` command line of a version is: Debian's newer releases have it in a package of its own. */
export async function commandLine(version: EngineVersion): Promise<string> {
	return suites[version] === 'bookworm'
		? '/usr/bin/docker'
		: join(await unpacked(version, 'cli', ['docker-cli']), 'usr/bin/docker');
}

async function installedVersion() {
	const said = await run('dockerd', ['--version']);

	return /version (\S+),/.exec(said)?.[1] ?? '';
}

async function unpacked(
	version: EngineVersion,
	what = 'engine',
	packages: readonly string[] = ['docker.io', 'containerd'],
): Promise<string> {
	const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'skep-lab');
	const root = join(cache, `${what}-${version}`);

	if (await exists(root)) {
		return root;
	}

	await mkdir(cache, {recursive: true});
	const work = await mkdtemp(join(cache, 'download-'));

	try {
		for (const file of await download(suites[version], work, packages)) {
			await run('dpkg', ['-x', file, join(work, 'root')]);
		}

		// Only a whole engine gets its name: an interrupted download starts again.
		await rename(join(work, 'root'), root);
	} finally {
		await rm(work, {recursive: true, force: true});
	}

	return root;
}

/** Fetch the packages of another Debian release from the mirror that this machine uses, leaving its own lists alone. */
async function download(suite: string, work: string, packages: readonly string[]): Promise<readonly string[]> {
	const lists = join(work, 'lists');
	const sources = join(work, 'sources.list');

	await mkdir(join(lists, 'partial'), {recursive: true});
	await writeFile(sources, await sourceOf(suite));

	const options = [
		`Dir::Etc::SourceList=${sources}`,
		'Dir::Etc::SourceParts=-',
		`Dir::State::Lists=${lists}`,
		'Dir::Cache::pkgcache=',
		'Dir::Cache::srcpkgcache=',
		'APT::Sandbox::User=root',
		'Acquire::Languages=none',
	].flatMap(option => ['-o', option]);

	await run('apt-get', [...options, 'update'], {cwd: work});
	await run('apt-get', [...options, 'download', ...packages], {cwd: work});

	return (await readdir(work)).filter(name => name.endsWith('.deb')).map(name => join(work, name));
}

async function sourceOf(suite: string) {
	const release = /^VERSION_CODENAME=(\w+)/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1];
	const targets = await run('apt-get', ['indextargets', '--format', '$(REPO_URI) $(RELEASE) $(COMPONENT) $(ORIGIN)']);
	const own = targets.split('\n').find(target => target.endsWith(` ${release} main Debian`));

	if (!own) {
		throw new Error(`apt knows no mirror for Debian ${release}`);
	}

	const [mirror] = own.split(' ');

	return `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror} ${suite} main\n`;
}

const exists = (path: string) =>
	access(path).then(
		() => true,
		() => false,
	);
