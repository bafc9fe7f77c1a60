const streams = {stdout: 1, stderr: 2, engine: 3} as const;

/** One frame of a multiplexed log: a type, three zeros, the length, the payload. */
export const logFrame = (stream: keyof typeof streams, text: string): Buffer => {
	const payload = Buffer.from(text);
	const frame = Buffer.alloc(8 + payload.length);
	frame.writeUInt8(streams[stream], 0);
	frame.writeUInt32BE(payload.length, 4);
	payload.copy(frame, 8);
	return frame;
};
