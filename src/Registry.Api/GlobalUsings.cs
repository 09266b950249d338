global using CivicPlatform.Kernel;
global using CivicPlatform.ServiceDefaults.Auth;
global using CivicPlatform.ServiceDefaults.Data;
global using CivicPlatform.ServiceDefaults.Http;
global using Microsoft.EntityFrameworkCore;
