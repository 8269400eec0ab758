"""A mail server in another language: aiosmtpd, demanding STARTTLS and a sign-in, judging signatures with dkimpy.

Arguments: certificate and key (PEM), user, password, the DNS record of any DKIM key. Prints its port, then one JSON
object for each mail it took.
"""
import asyncio, base64, json, ssl, sys
import dkim
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

pem, user, password, record = sys.argv[1:]


class Keep:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('gone@'):
            return '550 5.1.1 No such mailbox'
        if address.startswith('later@'):
            return '451 4.2.1 Mailbox busy'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        signed = dkim.DKIM(envelope.content).verify(dnsfunc=lambda name, timeout=5: record.encode())
        print(json.dumps({
            'from': envelope.mail_from, 'to': envelope.rcpt_tos, 'signed': bool(signed), 'tls': session.ssl is not None,
            'raw': base64.b64encode(envelope.content).decode(),
        }), flush=True)
        return '250 2.0.0 Kept'


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and data.login == user.encode() and data.password == password.encode()
    return AuthResult(success=right, handled=False)


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(pem)


def serve():
    return SMTP(
        Keep(), hostname='localhost', tls_context=context, require_starttls=True, enable_SMTPUTF8=True,
        authenticator=authenticate, auth_required=True,
    )


async def main():
    server = await asyncio.get_running_loop().create_server(serve, '127.0.0.1', 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
