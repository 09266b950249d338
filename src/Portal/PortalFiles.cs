using Microsoft.Extensions.FileProviders;

namespace CivicPlatform.Portal;

/// <summary>The style sheet and the emblem, served from the assembly under <c>/portal</c>.</summary>
public static class PortalFiles
{
    /// <summary>Kept for an hour: they are small, and a new release must be seen the same day.</summary>
    public static readonly StaticFileOptions Options = new()
    {
        RequestPath = "/portal",
        FileProvider = new EmbeddedFileProvider(typeof(PortalFiles).Assembly, "assets"),
        OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "public, max-age=3600",
    };
}
