using System.Buffers.Binary;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Hosting.Dashboard;

/// <summary>Frames protobuf messages as gRPC does; its packages are not on the feed (docs/decisions/0010).</summary>
/// <remarks>A frame is a flag byte (compressed), the length in four bytes, the message. Trailers end a call.</remarks>
internal static class GrpcEndpoint
{
    private const int HeaderLength = 5;
    private const int MaxMessageLength = 4 * 1024 * 1024;

    /// <summary>Maps a method whose answer is a stream; a single answer is a stream of one.</summary>
    public static void MapGrpc<TRequest>(
        this IEndpointRouteBuilder routes, string path,
        Func<TRequest, CancellationToken, IAsyncEnumerable<IMessage>> method)
        where TRequest : IMessage, new() => routes.MapPost(path, async (HttpContext context) =>
        {
            var (request, response, ct) = (context.Request, context.Response, context.RequestAborted);
            response.ContentType = "application/grpc";
            try
            {
                var message = await ReadAsync<TRequest>(request.Body, ct);
                await foreach (var answer in method(message, ct)) await WriteAsync(response, answer, ct);
                response.AppendTrailer("grpc-status", "0");
            }
            catch (InvalidDataException e)
            {
                response.AppendTrailer("grpc-status", "3"); // INVALID_ARGUMENT
                response.AppendTrailer("grpc-message", Uri.EscapeDataString(e.Message));
            }
            catch (OperationCanceledException)
            {
                // The dashboard went away, or the application stops.
                if (!ct.IsCancellationRequested) response.AppendTrailer("grpc-status", "1"); // CANCELLED
            }
        });

    private static async Task<T> ReadAsync<T>(Stream body, CancellationToken ct)
        where T : IMessage, new()
    {
        var header = new byte[HeaderLength];
        await body.ReadExactlyAsync(header, ct);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(1));
        if (header[0] != 0 || length > MaxMessageLength) throw new InvalidDataException("Compressed or too long.");

        var payload = new byte[length];
        await body.ReadExactlyAsync(payload, ct);
        var message = new T();
        message.MergeFrom(payload);
        return message;
    }

    private static async Task WriteAsync(HttpResponse response, IMessage message, CancellationToken ct)
    {
        var length = message.CalculateSize();
        var frame = new byte[HeaderLength + length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), length);
        message.WriteTo(frame.AsSpan(HeaderLength));
        await response.Body.WriteAsync(frame, ct);
        await response.Body.FlushAsync(ct);
    }
}
