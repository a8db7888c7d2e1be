/* The working directory, made before any command runs: so nothing but the image can have a say in what it meets. */
#ifndef ENCLAVE_DIRECTORY_H
#define ENCLAVE_DIRECTORY_H

/* Makes a directory with its parents (NULL: none) and gives it to a user (NULL: to nobody). NULL when done, else the reason. */
const char *prepare_directory(const char *directory, const char *owner);

#endif
