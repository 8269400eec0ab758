/** A process of its own for the test: makes or finds the pair in a folder and prints it. */
import { gatewayCertificate } from '../../src/backends/gateway-certificate.ts';

const [folder = '', host = ''] = process.argv.slice(2);
console.log(JSON.stringify(await gatewayCertificate(folder, host)));
