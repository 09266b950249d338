using System.Text.Json;

namespace CivicPlatform.AppHost;

/// <summary>Writes files with secrets: readable by this user only, and complete or not at all.</summary>
public static class PrivateFile
{
    /// <summary>Writes a value as indented JSON.</summary>
    public static void WriteJson<T>(string path, T value, JsonSerializerOptions json)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var stream = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(stream, value, json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
