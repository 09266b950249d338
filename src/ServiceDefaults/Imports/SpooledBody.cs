using System.IO.Compression;
using CivicPlatform.Kernel;
using Microsoft.AspNetCore.Http;

namespace CivicPlatform.ServiceDefaults.Imports;

/// <summary>Receives an uploaded file, plain or gzip, into a temporary file that is deleted on close.</summary>
public static class SpooledBody
{
    private static readonly Error s_tooLarge = CsvImport.TooLarge, s_truncated = CsvImport.Truncated;

    /// <summary>The file, to be disposed by the caller; 413 above the limit, 400 when it was cut short.</summary>
    public static async Task<Result<FileStream>> ReceiveAsync(HttpRequest request, long maxBytes, CancellationToken ct)
    {
        var file = new FileStream(Path.GetTempFileName(), new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        var error = await SpoolAsync(request, file, maxBytes, ct);
        if (error is null)
        {
            file.Position = 0;
            return file;
        }
        await file.DisposeAsync();
        return error;
    }

    private static async Task<Error?> SpoolAsync(
        HttpRequest request, FileStream file, long maxBytes, CancellationToken ct)
    {
        var zipped = request.Headers.ContentEncoding.ToString() is "gzip";
        Stream source = zipped ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        try
        {
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await source.ReadAsync(buffer, ct)) > 0)
            {
                if (file.Length + read > maxBytes) return s_tooLarge; // Counted after unzipping: no bomb goes further.
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            return null;
        }
        catch (InvalidDataException)
        {
            return s_truncated;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return s_tooLarge;
        }
        catch (BadHttpRequestException)
        {
            return s_truncated;
        }
    }
}
