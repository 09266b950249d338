using System.Buffers;
using System.IO.Pipelines;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CivicPlatform.ServiceDefaults.Tests.Http;

/// <summary>A body too large for memory: readable twice, and nowhere to be found by its name.</summary>
public sealed class RequestBufferTests
{
    [Fact, Trait("rule", "PRIV-04")]
    public async Task a_large_body_has_no_name_on_disk_once_it_was_received()
    {
        var ct = TestContext.Current.CancellationToken;
        var body = new byte[300_000];
        Random.Shared.NextBytes(body);
        var request = new DefaultHttpContext().Request;
        request.Body = PipeReader.Create(new ReadOnlySequence<byte>(body)).AsStream(); // Cannot go back, as on a wire.

        RequestBuffer.Enable(request);
        using var received = new MemoryStream();
        await request.Body.CopyToAsync(received, ct);
        var file = Assert.IsType<FileBufferingReadStream>(request.Body).TempFileName;
        Assert.True(File.Exists(file));

        RequestBuffer.Rewind(request);
        Assert.False(File.Exists(file));
        using var again = new MemoryStream();
        await request.Body.CopyToAsync(again, ct);
        Assert.Equal(body, again.ToArray());
        await request.Body.DisposeAsync();
    }

    [Fact]
    public async Task what_a_killed_process_was_receiving_is_gone_after_the_next_start()
    {
        var before = Environment.GetEnvironmentVariable("ASPNETCORE_TEMP");
        var folder = Directory.CreateTempSubdirectory("civic-buffers-");
        try
        {
            var left = Path.Combine(folder.FullName, "ASPNETCORE_left.tmp");
            var other = Path.Combine(folder.FullName, "other");
            await File.WriteAllTextAsync(left, "bank_serial", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(other, "", TestContext.Current.CancellationToken);

            RequestBuffer.KeepIn(folder.FullName);
            Assert.Equal((false, true), (File.Exists(left), File.Exists(other)));
            Assert.Equal(folder.FullName, Environment.GetEnvironmentVariable("ASPNETCORE_TEMP"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_TEMP", before);
            folder.Delete(recursive: true);
        }
    }
}
