import {chmod, copyFile, mkdir, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {callEngineRaw} from './engine-api.ts';
import {type LabLayout, type LabNode, registryAddress} from './layout.ts';
import {run} from './run.ts';
import {until} from './until.ts';

// Process 1 gets no signal that it doesn't ask for: without the trap, every stop would take the grace period.
// `wait` is what lets the shell react in the middle of a sleep.
const programs = {
	web: `
trap 'exit 0' TERM
echo "web $1" > /www/index.html
httpd -p 8080 -h /www
tick=0
while :; do
	tick=$((tick + 1))
	echo "web $1 tick $tick on $(hostname)"
	sleep 1 & wait $!
done`,
	quiet: `
trap 'exit 0' TERM
echo 'quiet from now on'
sleep 2147483647 & wait $!`,
	crash: `
sleep 1
echo 'crash: cannot open /etc/shop.conf' >&2
exit 3`,
	// Ends with an error when it is stopped for being unhealthy: with exit 0, Swarm would call the task complete.
	sick: `
trap 'exit 1' TERM
echo 'sick: the database does not answer' >&2
sleep 2147483647 & wait $!`,
};

const healthcheck = 'HEALTHCHECK --interval=1s --timeout=1s --retries=2 CMD ["sh", "-c", "echo no database; exit 1"]';

type Image = {readonly repository: string; readonly tag: string; readonly command: string; readonly changes?: string[]};

/** What a lab's registry serves, and what each image starts. */
const images: readonly Image[] = [
	{repository: 'shop/web', tag: '1', command: 'web v1'},
	{repository: 'shop/web', tag: '2', command: 'web v2'},
	{repository: 'shop/web', tag: 'bad', command: 'crash'},
	{repository: 'shop/quiet', tag: '1', command: 'quiet'},
	{repository: 'shop/crash', tag: '1', command: 'crash'},
	{repository: 'shop/sick', tag: '1', command: 'sick', changes: [healthcheck]},
];

/** The full reference of one of the lab's images: `image('shop/web:1')`. */
export const image = (name: string) => `${registryAddress}/${name}`;

/** Write the file system that all of the lab's images share, as one tar file: a static busybox and a few scripts. */
export async function packFileSystem({folder}: LabLayout): Promise<string> {
	const root = join(folder, 'image');
	const archive = join(folder, 'image.tar');

	for (const path of ['bin', 'shop', 'www', 'tmp', 'etc']) {
		await mkdir(join(root, path), {recursive: true});
	}

	await copyFile('/bin/busybox', join(root, 'bin/busybox'));
	await chmod(join(root, 'bin/busybox'), 0o755);

	for (const applet of ['sh', 'sleep', 'httpd', 'hostname', 'wget', 'cat', 'ls', 'ps', 'kill', 'top', 'vi']) {
		await symlink('busybox', join(root, 'bin', applet));
	}

	for (const [name, script] of Object.entries(programs)) {
		await writeFile(join(root, 'shop', name), script.trimStart());
	}

	await run('tar', ['--owner=0', '--group=0', '--numeric-owner', '-cf', archive, '-C', root, '.']);

	return archive;
}

/** Make the lab's images on a node and push them to the registry. */
export async function publishImages(node: LabNode, archive: string) {
	for (const {repository, tag, command, changes = []} of images) {
		const start = ['sh', ...`/shop/${command}`.split(' ')];
		const query = new URLSearchParams({fromSrc: '-', repo: image(repository), tag});

		for (const change of [`CMD ${JSON.stringify(start)}`, 'ENV PATH=/bin', ...changes]) {
			query.append('changes', change);
		}

		await mustWork(node, `/images/create?${query}`, {file: archive});
		await until(`${repository}:${tag} is in the registry`, () => push(node, repository, tag));
	}
}

// The registry has just been started: the first push may come too early.
async function push(node: LabNode, repository: string, tag: string) {
	const nobody = Buffer.from('{}').toString('base64');

	await mustWork(node, `/images/${image(repository)}/push?tag=${tag}`, {headers: {'x-registry-auth': nobody}});

	return true;
}

/** An answer in parts begins with 200 and tells of a failure in its last part. */
async function mustWork(node: LabNode, path: string, call: Parameters<typeof callEngineRaw>[3]) {
	const progress = await callEngineRaw(node, 'POST', path, call);
	const failure = progress.split('\n').find(line => line.includes('"error"'));

	if (failure) {
		throw new Error(`${node.name}: POST ${path}: ${failure}`);
	}
}
