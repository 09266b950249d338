using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CivicPlatform.Notifications.Tests;

/// <summary>A small real mail server (RFC 5321) on loopback; keeps what it accepts.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Mail> _mails = new();
    private readonly ConcurrentDictionary<string, int> _recipients = new();
    private readonly Task _accepting;

    public MailServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>One accepted message: envelope and raw text.</summary>
    public sealed record Mail(string From, string To, string Raw)
    {
        /// <summary>The decoded body.</summary>
        public string Body => Encoding.UTF8.GetString(
            Convert.FromBase64String(Raw[(Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));

        /// <summary>A header, unfolded and with its encoded words decoded.</summary>
        public string Header(string name)
        {
            var head = Raw[..Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", "");
            var value = head.Split("\r\n").Single(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                [(name.Length + 1)..].Trim();
            return string.Concat(value.Replace("?==?", "?=\n=?").Split('\n').Select(Decode));
        }

        private static string Decode(string word) => word.StartsWith("=?utf-8?B?", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(word[10..^2]))
            : word;
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The reply to the nth RCPT of that recipient, from 0.</summary>
    public Func<string, int, string> Recipient { get; set; } = (_, _) => "250 ok";

    public IReadOnlyList<Mail> MailsTo(string address) => [.. _mails.Where(m => m.To == address)];

    public int TriesOf(string address) => _recipients.GetValueOrDefault(address);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII);
                (writer.NewLine, writer.AutoFlush) = ("\r\n", true);
                await TalkAsync(reader, writer);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client hung up.
            }
        }
    }

    private async Task TalkAsync(StreamReader reader, StreamWriter writer)
    {
        var (from, to) = ("", "");
        await writer.WriteLineAsync("220 test.example ESMTP");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line.StartsWith("EHLO", StringComparison.Ordinal)) await writer.WriteLineAsync("250 test.example");
            else if (line.StartsWith("MAIL FROM:", StringComparison.Ordinal))
            {
                from = Address(line);
                await writer.WriteLineAsync("250 ok");
            }
            else if (line.StartsWith("RCPT TO:", StringComparison.Ordinal))
            {
                to = Address(line);
                await writer.WriteLineAsync(Recipient(to, _recipients.AddOrUpdate(to, 1, (_, n) => n + 1) - 1));
            }
            else if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                _mails.Enqueue(new Mail(from, to, await ReadDataAsync(reader)));
                await writer.WriteLineAsync("250 queued");
            }
            else if (line == "QUIT")
            {
                await writer.WriteLineAsync("221 bye");
                return;
            }
            else await writer.WriteLineAsync("250 ok");
        }
    }

    private async Task<string> ReadDataAsync(StreamReader reader)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
            data.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        return data.ToString();
    }

    private static string Address(string line) => line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
}
