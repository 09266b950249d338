using CivicPlatform.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>Strong ETags made of an aggregate's version (RFC 9110).</summary>
public static class EntityTags
{
    private static readonly Error Missing =
        Error.Invalid("request.if_match_missing", "请在 If-Match 中注明所修改的版本");

    private static readonly Error Stale = new(ErrorKind.Stale, "request.stale", "数据已被他人更新，请刷新后重试");

    /// <summary>Sets the ETag; true when the caller has this version already and 304 is the answer.</summary>
    public static bool SetETag(this HttpContext http, long version)
    {
        http.Response.GetTypedHeaders().ETag = Tag(version);
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(
            tag => tag.Compare(Tag(version), useStrongComparison: false) || tag.Equals(EntityTagHeaderValue.Any));
    }

    /// <summary>For PUT, PATCH and DELETE: 428 without If-Match, 412 when it names another version.</summary>
    public static IResult? RequireIfMatch(this HttpContext http, long version) =>
        http.Request.GetTypedHeaders().IfMatch.Count == 0
            ? new StatusError(Missing, StatusCodes.Status428PreconditionRequired).ToProblem()
            : http.CheckIfMatch(version)?.ToProblem();

    /// <summary>For commands, which accept If-Match but do not ask for it.</summary>
    public static Error? CheckIfMatch(this HttpContext http, long version)
    {
        var tags = http.Request.GetTypedHeaders().IfMatch;
        return tags.Count == 0 || tags.Any(
            tag => tag.Compare(Tag(version), useStrongComparison: true) || tag.Equals(EntityTagHeaderValue.Any))
            ? null
            : Stale;
    }

    private static EntityTagHeaderValue Tag(long version) => new($"\"v{version}\"");
}
