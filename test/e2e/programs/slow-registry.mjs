// A registry with one image, `shop/slow:1`, whose only layer comes a byte at a time and never ends.
import {createHash} from 'node:crypto';
import {createServer} from 'node:http';

const digestOf = text => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const config = JSON.stringify({
	architecture: {x64: 'amd64', arm64: 'arm64'}[process.arch],
	os: 'linux',
	rootfs: {type: 'layers', diff_ids: [digestOf('nobody ever has it')]},
});
const layer = {
	mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
	size: 10_000_000,
	digest: digestOf('nobody ever has it whole'),
};
const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
const manifest = JSON.stringify({
	schemaVersion: 2,
	mediaType,
	config: {
		mediaType: 'application/vnd.docker.container.image.v1+json',
		size: config.length,
		digest: digestOf(config),
	},
	layers: [layer],
});

createServer(({url = '', method}, response) => {
	if (url.includes('/manifests/')) {
		response.writeHead(200, {
			'content-type': mediaType,
			'content-length': manifest.length,
			'docker-content-digest': digestOf(manifest),
		});
		response.end(method === 'HEAD' ? undefined : manifest);
	} else if (url.endsWith(digestOf(config))) {
		response.writeHead(200, {'content-length': config.length});
		response.end(config);
	} else if (url.endsWith(layer.digest)) {
		response.writeHead(200, {'content-length': layer.size});
		const dripping = setInterval(() => response.write('\0'), 500);
		response.on('close', () => clearInterval(dripping));
	} else {
		response.writeHead(200, {'docker-distribution-api-version': 'registry/2.0', 'content-length': 2});
		response.end('{}');
	}
}).listen(Number(process.argv[2]));
